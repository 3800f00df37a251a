package org.convoke.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.convoke.sim.FakeNetwork;
import org.junit.jupiter.api.Test;

class ReceptionStatsTest {
  private static final long MS = 1_000_000L;
  private final ReceptionStats stats = new ReceptionStats(8000);

  @Test
  void countsAcrossTheWrapOfTheSequence() {
    for (int i = 0; i < 100; i++) {
      stats.received(65_500 + i & 0xFFFF, 160L * i, 20L * i * MS);
    }
    assertThat(stats.expected()).isEqualTo(100);
    assertThat(stats.totalLost()).isZero();
    assertThat(stats.extendedHighest()).isEqualTo(65_599);
  }

  @Test
  void fractionIsOfTheIntervalAndLossOfTheCall() {
    for (int i = 0; i < 100; i++) {
      stats.received(i, 160L * i, 20L * i * MS);
    }
    assertThat(stats.fractionLostSinceLastReport()).isZero();
    for (int i = 100; i < 200; i++) {
      if (i % 4 != 1) {
        stats.received(i, 160L * i, 20L * i * MS);
      }
    }
    assertThat(stats.fractionLostSinceLastReport()).isEqualTo(64);
    assertThat(stats.fractionLostSinceLastReport()).isZero();
    assertThat(stats.lossShare()).isCloseTo(0.125, within(0.001));
    assertThat(stats.cumulativeLost()).isEqualTo(25);
  }

  @Test
  void jitterOfEvenlySpreadDelaysComesOutAsTheirMeanDifference() {
    for (int i = 0; i < 1000; i++) {
      stats.received(i, 160L * i, (20L * i + (i % 2 == 0 ? 0 : 6)) * MS);
    }
    assertThat(stats.jitterMs()).isCloseTo(6, within(0.1));
    assertThat(stats.jitterTicks()).isBetween(46L, 48L);
  }

  @Test
  void updatesOfOneTelephoneEventAreNoJitter() {
    for (int i = 0; i < 100; i++) {
      stats.received(i, 1600, 20L * i * MS);
    }
    assertThat(stats.jitterMs()).isZero();
  }

  @Test
  void aNewSourceKeepsTheTotalsOfTheCall() {
    stats.received(10, 0, 0);
    stats.received(14, 640, 80 * MS);
    assertThat(stats.totalLost()).isEqualTo(3);
    stats.received(40_000, 0, 100 * MS);
    stats.received(40_001, 160, 120 * MS);
    assertThat(stats.totalLost()).isEqualTo(3);
    assertThat(stats.totalReceived()).isEqualTo(3);
    assertThat(stats.expected()).isOne();
  }

  @Test
  void aStrayDoesNotCount() {
    stats.received(10, 0, 0);
    stats.received(40_000, 0, MS);
    stats.received(11, 160, 20 * MS);
    assertThat(stats.expected()).isEqualTo(2);
    assertThat(stats.totalLost()).isZero();
  }

  @Test
  void burstsShowInTheBurstRatio() {
    assertThat(ratio(new FakeNetwork(1).lossPercent(5))).isCloseTo(1, within(0.15));
    assertThat(ratio(new FakeNetwork(1).bursts(1, 5))).isBetween(3.5, 6.0);
  }

  private static double ratio(FakeNetwork network) {
    var stats = new ReceptionStats(8000);
    byte[] b = new byte[12];
    for (int i = 0; i < 5000; i++) {
      RtpPacket.writeHeader(b, 0, false, 0, i, 160L * i, 1);
      network.send(b, 0, 12, 20L * i * MS);
      for (var d = network.poll(20L * i * MS); d != null; d = network.poll(20L * i * MS)) {
        int sequence = RtpPacket.sequence(d.bytes(), 0);
        stats.received(sequence, RtpPacket.timestamp(d.bytes(), 0), d.arrivalNs());
      }
    }
    return stats.burstRatio();
  }
}
