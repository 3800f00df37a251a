package org.convoke.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoke.audio.G711;
import org.convoke.bench.MarkerEar;
import org.junit.jupiter.api.Test;

/** That the trial can fail: recordings with the marker in them, and packets that went astray. */
class SprayVerdictTest {
  private static final int FRAME = 160;
  private static final int FRAMES = 1000;
  private static final int PORT = 20_000;
  private static final int NATTED = 20_010;

  /** The first two of three talkers: what a third hears in a room. */
  private static final double[] TALKERS_HZ = {500, 950};

  private final MarkerEar ear = new MarkerEar(3);
  private final TrialReport report = new TrialReport();

  /**
   * Twenty seconds of a room.
   *
   * @param marked frames at its middle that hold the marker, too
   * @param gain of the marker
   */
  private byte[] recording(int marked, double gain) {
    byte[] marker = ear.frame();
    byte[] recording = new byte[FRAMES * FRAME];
    int first = (FRAMES - marked) / 2 * FRAME;
    for (int i = 0; i < recording.length; i++) {
      double sum = 0;
      for (double hertz : TALKERS_HZ) {
        sum += 8192 * Math.sin(2 * Math.PI * hertz * i / 8000);
      }
      if (i >= first && i < first + marked * FRAME) {
        sum += gain * G711.MU_LAW.decode(marker[i % FRAME]);
      }
      recording[i] = G711.MU_LAW.encode((short) Math.round(sum));
    }
    return recording;
  }

  private boolean injected(byte[] recording) {
    SprayVerdict verdict = new SprayVerdict(new int[1 << 16]);
    verdict.judge(report, ear.hears(recording) ? 1 : 0);
    return report.table().contains("NOT Injection");
  }

  @Test
  void aRecordingThatHoldsTheMarkerBreaksIt() {
    assertThat(injected(recording(FRAMES, 1))).isTrue();
    assertThat(report.held()).isFalse();
    assertThat(report.json().getJsonArray("broken").encode()).contains("Injection");
  }

  @Test
  void aFifthOfASecondOfItDoes() {
    assertThat(injected(recording(10, 1))).isTrue();
  }

  @Test
  void soDoesAFaintOne() {
    assertThat(injected(recording(FRAMES, 0.1))).isTrue();
  }

  @Test
  void aCallAmongItsTalkersAloneDoesNot() {
    assertThat(injected(recording(0, 1))).isFalse();
    assertThat(report.held()).isTrue();
  }

  private void judge(int port, int packets) {
    int[] reached = new int[1 << 16];
    reached[port] = packets;
    SprayVerdict verdict = new SprayVerdict(reached);
    verdict.behindNat(NATTED);
    verdict.judge(report, 0);
  }

  @Test
  void onePacketOfACallThatSaysWhereItIsBreaksIt() {
    judge(PORT, 1);
    assertThat(report.table()).contains("NOT Bleed ").contains("ok  Bleed, behind NAT");
  }

  @Test
  void fivePacketsOfACallBehindNatAreForgivenAndSixAreNot() {
    judge(NATTED, 5);
    assertThat(report.held()).as(report.table()).isTrue();
    judge(NATTED, 6);
    assertThat(report.table()).contains("NOT Bleed, behind NAT");
  }

  @Test
  void itsReportsCountToo() {
    judge(NATTED + 1, 6);
    assertThat(report.table()).contains("NOT Bleed, behind NAT").contains("6 of one call");
  }
}
