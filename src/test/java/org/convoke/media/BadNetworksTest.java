package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convoke.audio.G711;
import org.convoke.audio.Goertzel;
import org.convoke.audio.WavFile;
import org.convoke.audio.WavWriter;
import org.convoke.sim.FakeNetwork;
import org.convoke.sim.FakeNetwork.Jitter;
import org.convoke.trial.SoundDistance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a listener hears of one who talks over a bad network: bridge, room and mix as they are, in
 * virtual time. Writes the table of the README to {@code target/bad-networks.md}; with {@code
 * -Dbad-networks.keep=FOLDER} what was said and heard too, and with {@code
 * -Dbad-networks.voice=FILE} something else is said.
 */
class BadNetworksTest {
  private static final double NETWORK_MS = 1;
  private static final int SEEDS = 2;
  private static final double TONE_HZ = 440;
  private static final Map<Integer, String> TABLE = new ConcurrentHashMap<>();

  /**
   * @param lost what is lost, in percent
   * @param jitterMs the 95th percentile of the jitter
   * @param concealed at most, beyond what was lost, in percent
   * @param farDb how far the spectra may be from what was said
   */
  record Row(
      int place,
      String name,
      double lost,
      double jitterMs,
      double concealed,
      double farDb,
      UnaryOperator<FakeNetwork> line) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> rows() {
    List<Row> rows =
        List.of(
            row("clean", 0, 0, 0, 0.1, n -> n),
            row("loss 1 %", 1, 0, 1, 3, n -> n.lossPercent(1)),
            row("loss 3 %", 3, 0, 1, 4, n -> n.lossPercent(3)),
            row("loss 5 %", 5, 0, 1, 5, n -> n.lossPercent(5)),
            row("loss 10 %", 10, 0, 1, 6, n -> n.lossPercent(10)),
            row("loss 20 %", 20, 0, 1.5, 8, n -> n.lossPercent(20)),
            row("bursts of 4, 4.4 %", 4.4, 0, 1, 7, n -> n.bursts(1.15, 4)),
            row("jitter 0-30 ms", 0, 28.5, 1, 0.5, n -> n.jitterMs(Jitter.UNIFORM, 30)),
            row("jitter 0-60 ms", 0, 57, 1, 0.5, n -> n.jitterMs(Jitter.UNIFORM, 60)),
            row("jitter 0-100 ms", 0, 95, 1, 0.5, n -> n.jitterMs(Jitter.UNIFORM, 100)),
            row("jitter 0-200 ms", 0, 190, 3, 3, n -> n.jitterMs(Jitter.UNIFORM, 200)),
            row("jitter 0-60 ms, loss 3 %", 3, 57, 1, 4, n -> jittery(n).lossPercent(3)),
            row("jitter 0-60 ms, in order", 0, 57, 1, 0.5, n -> jittery(n).inOrder()),
            row("5 % 20 ms late, 5 % double", 0, 20, 1, 0.5, BadNetworksTest::disordered),
            row("clock 200 ppm fast", 0, 0, 0.5, 4, n -> n.driftPpm(-200)),
            row("clock 200 ppm slow", 0, 0, 0.5, 4, n -> n.driftPpm(200)));
    return IntStream.range(0, rows.size())
        .mapToObj(i -> {
          Row row = rows.get(i);
          return new Row(i, row.name, row.lost, row.jitterMs, row.concealed, row.farDb, row.line);
        });
  }

  private static Row row(
      String name,
      double lost,
      double jitterMs,
      double concealed,
      double farDb,
      UnaryOperator<FakeNetwork> line) {
    return new Row(0, name, lost, jitterMs, concealed, farDb, line);
  }

  private static FakeNetwork jittery(FakeNetwork network) {
    return network.jitterMs(Jitter.UNIFORM, 60);
  }

  private static FakeNetwork disordered(FakeNetwork network) {
    return network.reorderPercent(5, 20).duplicatePercent(5);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatIsSaidIsHeardInTime(Row row) throws IOException {
    short[] said = said();
    short[] tone = tone(10);
    double concealed = 0;
    double delayMs = 0;
    double farDb = 0;
    double toneDb = 0;
    double toneless = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      FakeNetwork network = row.line.apply(new FakeNetwork(seed).delayMs(NETWORK_MS));
      BadLine line = new BadLine(network, seed * 7 % 20);
      line.silence(3);
      int toneFrom = line.position();
      line.say(tone).silence(0.5);
      int from = line.position();
      line.say(said).silence(1);
      short[] heard = line.heardSince(from, said.length + 8000);
      SoundDistance.Result result = SoundDistance.of(sent(said), heard);
      concealed += 100 * line.report().concealedShare() / SEEDS;
      delayMs += (result.delayMs() - NETWORK_MS) / SEEDS;
      farDb += result.spectralDb() / SEEDS;
      int steady = toneFrom + 8000 / 2;
      short[] toneHeard = line.heardSince(steady, tone.length - 8000);
      double[] levels = levels(toneHeard);
      toneDb += Arrays.stream(levels).average().orElseThrow() / SEEDS;
      toneless +=
          100.0 * Arrays.stream(levels).filter(db -> db < -35).count() / levels.length / SEEDS;
      keep(row.name + " " + seed, said, heard);
    }
    TABLE.put(
        row.place,
        String.format(
            Locale.ROOT,
            "| %s | %.1f dBFS, %.1f %% | %.2f %% | %.0f ms | %.1f dB |",
            row.name,
            toneDb,
            toneless,
            concealed,
            delayMs,
            farDb));
    assertThat(concealed).as("concealed").isLessThan(row.lost * 1.35 + row.concealed + 0.001);
    assertThat(delayMs).as("delay").isLessThanOrEqualTo(row.jitterMs + 40);
    assertThat(farDb).as("spectra").isLessThanOrEqualTo(row.farDb);
    assertThat(toneDb).as("tone").isBetween(-15.5 - 1.5 - row.lost / 10, -14.5);
    assertThat(toneless).as("frames without the tone").isLessThan(row.lost / 2 + 1);
  }

  /** By mu-law: what it costs is not the network's doing. */
  private static short[] sent(short[] said) {
    byte[] coded = new byte[said.length];
    short[] sent = new short[said.length];
    G711.MU_LAW.encode(said, 0, said.length, coded, 0);
    G711.MU_LAW.decode(coded, 0, said.length, sent, 0);
    return sent;
  }

  /** A tone at -15 dBFS. */
  private static short[] tone(int seconds) {
    short[] pcm = new short[8000 * seconds];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) Math.round(8240 * Math.sin(2 * Math.PI * TONE_HZ * i / 8000));
    }
    return pcm;
  }

  /** Of the tone in each frame. */
  private static double[] levels(short[] heard) {
    return IntStream.range(0, heard.length / 160)
        .mapToDouble(
            i -> Goertzel.dbfs(Arrays.copyOfRange(heard, i * 160, (i + 1) * 160), TONE_HZ, 8000))
        .toArray();
  }

  /** About ten seconds of the bridge's prompts, or what was asked for. */
  private static short[] said() throws IOException {
    String voice = System.getProperty("bad-networks.voice");
    if (voice != null) {
      return WavFile.read(Path.of(voice)).at(8000).samples();
    }
    short[] all = new short[80_000];
    int at = 0;
    for (String prompt : List.of("help-intro", "wrong-pin", "waiting-for-host", "room-full")) {
      String name = "/prompts/en/" + prompt + ".wav";
      try (InputStream in = BadNetworksTest.class.getResourceAsStream(name)) {
        short[] pcm = WavFile.read(in, name).at(8000).samples();
        int taken = Math.min(pcm.length, all.length - at);
        System.arraycopy(pcm, 0, all, at, taken);
        at = Math.min(all.length, at + taken + 2000);
      }
    }
    return Arrays.copyOf(all, at);
  }

  private static void keep(String name, short[] said, short[] heard) throws IOException {
    String folder = System.getProperty("bad-networks.keep");
    if (folder == null) {
      return;
    }
    Files.createDirectories(Path.of(folder));
    write(Path.of(folder, name + " said.wav"), said);
    write(Path.of(folder, name + " heard.wav"), heard);
  }

  private static void write(Path file, short[] pcm) throws IOException {
    try (WavWriter writer = new WavWriter(file, 8000)) {
      writer.write(pcm, 0, pcm.length);
    }
  }

  @AfterAll
  static void theTableIsWritten() throws IOException {
    StringBuilder text =
        new StringBuilder(
            "| network | tone heard, frames without it | concealed | delay | spectra off by |\n"
                + "|---|---|---|---|---|\n");
    new TreeMap<>(TABLE).values().forEach(line -> text.append(line).append('\n'));
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/bad-networks.md"), text);
  }
}
