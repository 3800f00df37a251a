package org.convoke.trial;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convoke.audio.G711;
import org.convoke.audio.WavFile;
import org.convoke.audio.WavWriter;
import org.convoke.bench.TrialBridge;
import org.convoke.options.OptionCheck;
import org.convoke.trial.BadPath.Condition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trial line}: what is heard of one who talks over a bad network. */
@Command(
    name = "line",
    description = "Somebody talks over a bad network, somebody listens over a good one.")
final class LineTrial extends Trial {
  static final List<Condition> CONDITIONS =
      List.of(
          new Condition("clean", 0, 0, 1, 0),
          Condition.loss(1),
          Condition.loss(3),
          Condition.loss(5),
          Condition.loss(10),
          Condition.loss(20),
          new Condition("bursts 4.4 %", 0, 1.15, 4, 0),
          Condition.jitter(30),
          Condition.jitter(60),
          Condition.jitter(100),
          new Condition("jitter 0-60 ms + loss 3 %", 3, 0, 1, 60));

  private static final int RATE = 8000;
  private static final int TALK_SECONDS = 12;

  /** What the delay may be above the 95th percentile of the jitter, and the clean line's. */
  private static final double MOST_ABOVE_JITTER_MS = 40;

  private static final double MOST_CONCEALED_PERCENT = 1;

  /** As long as people are silent before they say the first word, PIN and all. */
  private static final double SILENT_SECONDS = 5;

  @Option(
      names = "--keep",
      paramLabel = "FOLDER",
      description = "Write what was said and what was heard there, as WAV, for PESQ and ears.")
  private Path keep;

  @Option(
      names = "--voice",
      paramLabel = "FILE.wav",
      description = "What is said; else some of the bridge's own prompts.")
  private Path voice;

  private List<Condition> conditions = CONDITIONS;

  /** Only these of {@link #CONDITIONS}. */
  LineTrial only(Condition... some) {
    conditions = List.of(some);
    return this;
  }

  @Override
  void check(OptionCheck check) {
    check.demand(
        voice == null || Files.isReadable(voice),
        "--voice is a file, and " + voice + " cannot be read");
  }

  @Override
  void play(Place place, TrialReport report) throws IOException, InterruptedException {
    short[] said = said();
    if (keep != null) {
      Files.createDirectories(keep);
    }
    List<Line> lines = new ArrayList<>();
    try (TrialBridge bridge = place.start()) {
      for (Condition condition : conditions) {
        lines.add(new Line(place, bridge, condition, seed()));
      }
      for (Line line : lines) {
        line.talk();
      }
      place.sleep(SILENT_SECONDS);
      place.say("%d lines are up; %.0f s are said on each", lines.size(), said.length / 8e3);
      for (Line line : lines) {
        line.talker.say(said);
        // Each somewhat later, so that they do not send at the same moment.
        place.sleep(0.137);
      }
      place.sleep((double) said.length / RATE + 1.5);
      JsonArray calls = bridge.call("GET", "/v1/calls?limit=200", null).getJsonArray("items");
      for (Line line : lines) {
        line.report(report, said, calls, keep);
      }
    } finally {
      lines.forEach(Line::close);
    }
  }

  /** What is sent: the voice by mu-law, for what that costs is not the network's doing. */
  private short[] said() throws IOException {
    short[] pcm = voice();
    byte[] coded = new byte[pcm.length];
    G711.MU_LAW.encode(pcm, 0, pcm.length, coded, 0);
    G711.MU_LAW.decode(coded, 0, pcm.length, pcm, 0);
    return pcm;
  }

  private short[] voice() throws IOException {
    int most = seconds(TALK_SECONDS) * RATE;
    if (voice != null) {
      short[] pcm = WavFile.read(voice).at(RATE).samples();
      return Arrays.copyOf(pcm, Math.min(pcm.length, most) / 160 * 160);
    }
    short[] all = new short[most];
    int at = RATE / 5;
    String[] prompts = {
      "help-intro", "wrong-pin", "waiting-for-host", "room-full", "too-slow", "now-muted"
    };
    for (int i = 0; at < most; i++) {
      String name = "/prompts/en/" + prompts[i % prompts.length] + ".wav";
      try (InputStream in = LineTrial.class.getResourceAsStream(name)) {
        short[] pcm = WavFile.read(in, name).at(RATE).samples();
        System.arraycopy(pcm, 0, all, at, Math.min(pcm.length, most - at));
        at += pcm.length + RATE / 4;
      }
    }
    return all;
  }

  /** A room of its own with one who talks and one who listens. */
  private static final class Line implements AutoCloseable {
    final LinePhone talker;
    private final LinePhone listener;
    private final Condition condition;
    private final BadRelay relay;
    private final String name;

    Line(Place place, TrialBridge bridge, Condition condition, long seed)
        throws IOException, InterruptedException {
      this.condition = condition;
      name = condition.name().replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
      JsonObject room =
          bridge.call("POST", "/v1/rooms", new JsonObject().put("name", "line " + name));
      String pin = room.getString("pin") + "#";
      relay = new BadRelay(place.clock(), new BadPath(condition, seed));
      String number = bridge.number();
      talker = new LinePhone(place.clock(), name, bridge.sip(), number, pin, relay);
      listener = new LinePhone(place.clock(), "ear-" + name, bridge.sip(), number, pin, null);
    }

    void talk() throws IOException, InterruptedException {
      listener.talk();
      talker.talk();
    }

    void report(TrialReport report, short[] said, JsonArray calls, Path keep) throws IOException {
      short[] heard = listener.heardSince(talker.soundBeganNs(), said.length + RATE);
      SoundDistance.Result result = SoundDistance.of(said, heard);
      double concealed = concealedPercent(calls);
      double beyond = concealed - condition.allLossPercent();
      String key = name.replace('-', '_');
      report.figure(key + "_spectral_db", condition.name(), "%.1f dB", result.spectralDb());
      report.figure(key + "_broken_percent", "  frames broken", "%.1f %%", result.brokenPercent());
      report.figure(key + "_concealed_percent", "  concealed", "%.2f %%", concealed);
      report.figure(key + "_delay_ms", "  delay", "%.1f ms", result.delayMs());
      double most = condition.jitterMs() * 0.95 + MOST_ABOVE_JITTER_MS;
      report.promise(
          condition.name() + ": in time", result.delayMs() <= most, "%.0f ms at most", most);
      if (condition.allLossPercent() == 0) {
        report.promise(
            condition.name() + ": whole",
            beyond <= MOST_CONCEALED_PERCENT,
            "%.0f %% concealed at most",
            MOST_CONCEALED_PERCENT);
      }
      if (keep != null) {
        write(keep.resolve(name + "-said.wav"), said);
        write(keep.resolve(name + "-heard.wav"), heard);
      }
    }

    /** By what the bridge says of the call. */
    private double concealedPercent(JsonArray calls) throws IOException {
      for (Object item : calls) {
        JsonObject call = (JsonObject) item;
        if (call.getString("from", "").equals(name)) {
          return 100 * call.getJsonObject("quality").getDouble("concealed_share", -1.0);
        }
      }
      throw new IOException("the bridge does not know the call of " + name);
    }

    private static void write(Path file, short[] pcm) throws IOException {
      try (WavWriter writer = new WavWriter(file, RATE)) {
        writer.write(pcm, 0, pcm.length);
      }
    }

    @Override
    public void close() {
      talker.close();
      listener.close();
      relay.close();
    }
  }
}
