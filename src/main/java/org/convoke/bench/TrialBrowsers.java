package org.convoke.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.convoke.audio.Codecs;
import org.convoke.audio.OpusLibrary;
import org.convoke.audio.OpusSettings;
import org.convoke.clock.Clock;
import org.convoke.dtls.DtlsIdentity;

/**
 * Browsers for a trial: they come by the links of rooms in which phones talk (see {@link
 * TrialCalls}), keep a quiet microphone open and listen, and it is measured what they hear.
 */
public final class TrialBrowsers implements AutoCloseable {
  private static final int ANSWER_SECONDS = 30;
  private static final int SOUND_SECONDS = 20;

  private final Clock clock;
  private final List<JsonObject> rooms;
  private final int talkers;
  private final LoadBrowser[] browsers;
  private final DtlsIdentity identity;
  private final BrowserSignalling signalling;
  private final BrowserLoad load;
  private final Map<String, Integer> failures = new TreeMap<>();
  private int come;

  /**
   * @param rooms as the bridge answered when they were made
   * @param talkers that each room has
   * @param most that may come, browser {@code i} into room {@code i % rooms}
   */
  public TrialBrowsers(
      Clock clock, TrialBridge bridge, List<JsonObject> rooms, int talkers, int most)
      throws IOException {
    this.clock = clock;
    this.rooms = List.copyOf(rooms);
    this.talkers = talkers;
    browsers = new LoadBrowser[most];
    Random random = new Random(most);
    for (int i = 0; i < most; i++) {
      browsers[i] = new LoadBrowser(i, i % rooms.size(), -1, true, random);
    }
    identity = DtlsIdentity.create(clock.now());
    Codecs codecs = new Codecs(OpusLibrary.choose("auto"), OpusSettings.SPEECH);
    load = new BrowserLoad(clock, true, browsers, rooms.size(), talkers, identity, codecs);
    signalling = new BrowserSignalling(bridge.httpPort());
    load.start();
    load.meter().open();
  }

  /** The next ones come; returns when they hear their rooms, or after a while. */
  public void come(int count) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      LoadBrowser browser = browsers[come++];
      String offer =
          BrowserSdp.offer(
              browser.ufrag, browser.password, identity.fingerprint(), browser.ssrc, true);
      String name = "Browser " + browser.index;
      String slug = rooms.get(browser.room).getString("slug");
      try {
        load.begin(
            browser,
            signalling
                .connect(browser.index, slug)
                .compose(there -> signalling.join(browser.index, name, offer, false))
                .toCompletionStage()
                .toCompletableFuture()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                .answer());
      } catch (ExecutionException | TimeoutException e) {
        failures.merge("join: " + e.getMessage(), 1, Integer::sum);
      }
    }
    long beganNs = clock.nowNs();
    while (hearing() < come && clock.nowNs() - beganNs < SOUND_SECONDS * 1_000_000_000L) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** How many have heard their room. */
  public int hearing() throws IOException, InterruptedException {
    return onLoad(() -> {
      int hearing = 0;
      for (int i = 0; i < come; i++) {
        hearing += browsers[i].joinedNs() != 0 ? 1 : 0;
      }
      return hearing;
    });
  }

  /** Forgets what was heard: measures from now on. */
  public void measure() throws IOException, InterruptedException {
    onLoad(() -> {
      for (int i = 0; i < come; i++) {
        browsers[i].reception.openWindow();
      }
      return null;
    });
  }

  /** What all that have come heard since {@link #measure}. */
  public TrialSound sound() throws IOException, InterruptedException {
    return onLoad(() -> {
      Map<String, Integer> all = new TreeMap<>(failures);
      signalling.endings().forEach((why, count) -> all.merge(why, count, Integer::sum));
      load.failures().forEach((why, count) -> all.merge(why, count, Integer::sum));
      long nowNs = clock.nowNs();
      int hearAll = 0;
      long gapNs = 0;
      long silenceNs = 0;
      long lost = 0;
      long received = 0;
      for (int i = 0; i < come; i++) {
        Reception reception = browsers[i].reception;
        hearAll += reception.received() > 0 && reception.hearsAll(talkers, -1) ? 1 : 0;
        gapNs = Math.max(gapNs, reception.longestGapNs(nowNs));
        silenceNs = Math.max(silenceNs, reception.longestSilenceNs(nowNs));
        lost += reception.lost();
        received += reception.received();
      }
      int gone = all.values().stream().mapToInt(Integer::intValue).sum();
      return new TrialSound(
          come, come - gone, hearAll, 0, gapNs / 1e6, silenceNs / 1e6, lost, received, all);
    });
  }

  private interface Question<T> {
    T answer();
  }

  private <T> T onLoad(Question<T> question) throws IOException, InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    load.ask(() -> answer.complete(question.answer()));
    try {
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the browsers do not answer", e);
    }
  }

  /** All leave. */
  @Override
  public void close() throws InterruptedException {
    signalling.close();
    load.stop();
  }
}
