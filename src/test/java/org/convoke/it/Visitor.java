package org.convoke.it;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.TimeoutError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Somebody in a room by browser: a bare page of the bridge's own in which convoke.js alone does the
 * work. He speaks by a tone and hears by an analyser.
 */
final class Visitor implements AutoCloseable {
  /** As the analyser shows it: -12 dBFS are about -20 there. */
  static final double HEARD_DB = -34;

  static final double UNHEARD_DB = -55;

  private static final int PATIENCE_MS = 40_000;

  private static final String JOIN =
      """
      async ({ options, hz }) => {
        const { Convoke } = await import("/convoke.js");
        const context = new AudioContext();
        if (hz > 0) {
          const oscillator = context.createOscillator();
          const loudness = context.createGain();
          const out = context.createMediaStreamDestination();
          oscillator.frequency.value = hz;
          loudness.gain.value = 0.25;
          oscillator.connect(loudness).connect(out);
          oscillator.start();
          options.microphone = out.stream.getAudioTracks()[0];
        }
        window.ear = { context };
        window.told = [];
        try {
          window.session = await Convoke.join(options);
        } catch (error) {
          return error.code ?? String(error);
        }
        for (const event of ["connected", "reconnecting", "reconnected", "ended", "error", "admitted", "waiting",
            "participantJoined", "participantLeft", "someoneWaits", "text", "muted", "merged", "tokenExpiring"]) {
          session.on(event, (about) => told.push({ event, about: about ?? null, at: performance.now() }));
        }
        return "";
      }
      """;

  /** How loud each tone is on average in the next moments, by one analyser of the stream. */
  private static final String HEAR =
      """
      async ({ tones, ms }) => {
        const stream = window.session?.stream;
        if (!stream) return tones.map(() => -200);
        if (ear.stream !== stream) {
          ear.source?.disconnect();
          await ear.context.resume();
          ear.stream = stream;
          ear.source = ear.context.createMediaStreamSource(stream);
          ear.analyser = ear.context.createAnalyser();
          ear.analyser.fftSize = 8192;
          ear.analyser.smoothingTimeConstant = 0;
          ear.source.connect(ear.analyser);
        }
        const bins = new Float32Array(ear.analyser.frequencyBinCount);
        const seen = tones.map(() => []);
        for (const end = performance.now() + ms; performance.now() < end; ) {
          await new Promise((resolve) => setTimeout(resolve, 60));
          ear.analyser.getFloatFrequencyData(bins);
          tones.forEach((hz, i) => {
            const middle = Math.round((hz * 8192) / ear.context.sampleRate);
            seen[i].push(Math.max(-200, bins[middle - 1], bins[middle], bins[middle + 1]));
          });
        }
        return seen.map((levels) => levels.sort((a, b) => a - b)[Math.floor(levels.length / 2)]);
      }
      """;

  private final Tab tab;
  private final String base;

  private Visitor(Tab tab, String base) {
    this.tab = tab;
    this.base = base;
  }

  /** A page that has not joined. */
  static Visitor open(Chromium chromium, Bridge bridge) {
    return open(chromium, bridge.url("").toString(), "");
  }

  /**
   * The same by another way to the bridge.
   *
   * @param base what its address begins with
   * @param script runs before the page's own
   */
  static Visitor open(Chromium chromium, String base, String script) {
    // The text of the library is the page; asking it questions takes eval.
    Tab tab = chromium.open(new Browser.NewContextOptions().setBypassCSP(true), true);
    tab.page().addInitScript(script);
    tab.go(base + "/convoke.js");
    return new Visitor(tab, base);
  }

  /** Has a seat by a token of this role, and sends the tone; 0 sends nothing, and only listens. */
  static Visitor join(Chromium chromium, Bridge bridge, JsonObject room, String role, int hz) {
    Visitor visitor = open(chromium, bridge);
    String refused = visitor.enter(token(bridge, room, role, role + hz), hz);
    if (!refused.isEmpty()) {
      throw new AssertionError(role + hz + " was refused: " + refused + visitor.tab.complaints());
    }
    return visitor;
  }

  /** Of {@code POST /v1/rooms/ID/tokens}. */
  static String token(Bridge bridge, JsonObject room, String role, String name) {
    return token(bridge, room, new JsonObject().put("role", role).put("name", name));
  }

  static String token(Bridge bridge, JsonObject room, JsonObject draft) {
    Bridge.Answer answer =
        bridge.request("POST", "/v1/rooms/" + room.getString("id") + "/tokens", draft);
    if (answer.status() != 201) {
      throw new AssertionError(answer.toString());
    }
    return answer.json().getString("token");
  }

  /** Joins; empty, or the code of the error. */
  String enter(String token, int hz) {
    return enter(new JsonObject().put("url", base).put("token", token), hz);
  }

  /** Joins by the room's link alone. */
  String enterByLink(JsonObject room, String name, int hz) {
    String link = base + "/room/" + room.getString("slug");
    return enter(new JsonObject().put("url", link).put("name", name), hz);
  }

  String enter(JsonObject options, int hz) {
    if (hz == 0) {
      options.put("listener", true);
    }
    Map<String, Object> values = Map.of("options", options.getMap(), "hz", hz);
    return (String) tab.page().evaluate(JOIN, values);
  }

  Page page() {
    return tab.page();
  }

  /** JavaScript of which {@code session} is part: what comes of it, awaited. */
  Object does(String expression) {
    return tab.page().evaluate("async () => { return " + expression + "; }");
  }

  /** The same, where it fails: the code of the error, or null. */
  String failsTo(String expression) {
    return (String)
        tab.page()
            .evaluate(
                "async () => { try { await "
                    + expression
                    + "; return null; } catch (error) { return error.code ?? String(error); } }");
  }

  String id() {
    return (String) does("session.me.id");
  }

  /** Waits until it holds in the page. */
  Visitor awaits(String expression) {
    try {
      tab.page()
          .waitForFunction(
              "() => { return " + expression + "; }",
              null,
              new Page.WaitForFunctionOptions().setTimeout(PATIENCE_MS).setPollingInterval(100));
    } catch (TimeoutError late) {
      throw new AssertionError(
          "not so: " + expression + "\ntold: " + told() + "\npage: " + tab.complaints(), late);
    }
    return this;
  }

  /** Waits for an event of the session: what it was about. */
  JsonObject awaitTold(String event) {
    awaits("told.some((each) => each.event === '" + event + "')");
    return told().stream()
        .map(JsonObject.class::cast)
        .filter(each -> event.equals(each.getString("event")))
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  /** The session's events so far. */
  JsonArray told() {
    try {
      return new JsonArray((String) does("JSON.stringify(window.told ?? [])"));
    } catch (PlaywrightException gone) {
      return new JsonArray().add(new JsonObject().put("gone", gone.getMessage()));
    }
  }

  /** In dB of the analyser, the usual of the next half second. */
  double[] levels(int... tones) {
    List<?> levels =
        (List<?>)
            tab.page()
                .evaluate(HEAR, Map.of("tones", Arrays.stream(tones).boxed().toList(), "ms", 500));
    return levels.stream().mapToDouble(level -> ((Number) level).doubleValue()).toArray();
  }

  /** Waits until all of these are heard at once. */
  Visitor hears(int... tones) {
    return hears(tones, new int[0]);
  }

  /** Waits until none of these is heard. */
  Visitor misses(int... tones) {
    return hears(new int[0], tones);
  }

  /** Waits until all of these are heard at once, and none of those. */
  Visitor hears(int[] tones, int[] not) {
    int[] both = IntStream.concat(Arrays.stream(tones), Arrays.stream(not)).toArray();
    double[][] last = new double[1][];
    try {
      Bridge.await(
          "sound",
          40,
          () -> {
            last[0] = levels(both);
            return IntStream.range(0, both.length)
                .allMatch(i -> i < tones.length ? last[0][i] > HEARD_DB : last[0][i] < UNHEARD_DB);
          });
    } catch (AssertionError late) {
      throw new AssertionError(
          "to be heard: %s, and not: %s, of which in dB: %s; told: %s"
              .formatted(
                  Arrays.toString(tones), Arrays.toString(not), Arrays.toString(last[0]), told()),
          late);
    }
    return this;
  }

  @Override
  public void close() {
    tab.close();
  }
}
