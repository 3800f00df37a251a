package org.convoke.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpTest {
  private static final long MS = 1_000_000L;
  private final byte[] b = new byte[Rtcp.MAX_BYTES];
  private final Rtcp alice = new Rtcp(0xA11CE, "alice@convoke");
  private final Rtcp bob = new Rtcp(0xB0B, "bob");

  private static ReceptionStats heard(int packets, int everyLost) {
    var stats = new ReceptionStats(8000);
    for (int i = 0; i < packets; i++) {
      if (i % everyLost != 1) {
        stats.received(i, 160L * i, 20L * i * MS);
      }
    }
    return stats;
  }

  @Test
  void aSenderReportIsReadByThePeerAndTheRoundTripComesBack() {
    var none = new ReceptionStats(8000);
    int n = alice.write(b, 0, 1600, 10, 1600, none, 0, false, 1000 * MS);
    assertThat(n % 4).isZero();
    assertThat(RtpPacket.isRtcp(b, 0, n)).isTrue();
    assertThat(bob.parse(b, 0, n, 5_020 * MS)).isEqualTo(Rtcp.PARSED);
    // Bob holds it for 300 ms and answers; 20 ms there, 30 ms back.
    n = bob.write(b, 0, 0, 0, 0, heard(100, 10), 0xA11CE, false, 5_320 * MS);
    assertThat(alice.parse(b, 0, n, 1350 * MS)).isEqualTo(Rtcp.PARSED);
    assertThat(alice.roundTripMs()).isCloseTo(50, within(0.1));
    assertThat(alice.remoteLossShare()).isCloseTo(0.1, within(0.01));
    assertThat(alice.remoteCumulativeLost()).isEqualTo(10);
    assertThat(bob.roundTripMs()).isEqualTo(-1);
  }

  @Test
  void aByeIsSeen() {
    int n = alice.write(b, 0, 0, 1, 1, new ReceptionStats(8000), 0, true, MS);
    assertThat(bob.byeSeen()).isFalse();
    bob.parse(b, 0, n, MS);
    assertThat(bob.byeSeen()).isTrue();
  }

  @Test
  void sdesEndsWithAZeroAndFillsWords() {
    for (int length = 0; length <= 300; length++) {
      var rtcp = new Rtcp(1, "x".repeat(length));
      int n = rtcp.write(b, 0, 0, 0, 0, new ReceptionStats(8000), 0, true, MS);
      assertThat(n % 4).isZero();
      assertThat(bob.parse(b, 0, n, MS)).isEqualTo(Rtcp.PARSED);
      int sdesBytes = 4 * (RtpPacket.u16(b, 10) + 1);
      assertThat(b[8 + sdesBytes - 1]).isZero();
    }
  }

  @Test
  void reportsAboutOthersAndUnknownTypesAreSkipped() {
    int n = bob.write(b, 0, 0, 0, 0, heard(100, 10), 0xCAFE, false, MS);
    RtpPacket.put32(b, n, 0x80CD_0002);
    RtpPacket.put32(b, n + 4, 1);
    RtpPacket.put32(b, n + 8, 1);
    assertThat(alice.parse(b, 0, n + 12, MS)).isEqualTo(Rtcp.PARSED);
    assertThat(alice.remoteLossShare()).isEqualTo(-1);
    assertThat(alice.unknownPackets()).isOne();
  }

  @Test
  void everyTruncationIsMalformed() {
    int n = alice.write(b, 0, 0, 1, 1, heard(10, 5), 5, true, MS);
    int whole = 0;
    for (int length = 0; length < n; length++) {
      whole += bob.parse(Arrays.copyOf(b, length), 0, length, MS) == Rtcp.PARSED ? 1 : 0;
    }
    // Cut between two packets of the compound, it is a smaller compound.
    assertThat(whole).isEqualTo(2);
  }

  @Test
  void mutatedReportsNeverThrow() {
    var random = new Random(3);
    int n = alice.write(b, 0, 7, 7, 7, heard(100, 10), 0xB0B, true, MS);
    int parsed = 0;
    for (int i = 0; i < 300_000; i++) {
      byte[] m = Arrays.copyOf(b, random.nextInt(n + 20));
      for (int k = random.nextInt(8); k > 0 && m.length > 0; k--) {
        m[random.nextInt(m.length)] = (byte) random.nextInt();
      }
      parsed += bob.parse(m, 0, m.length, i * MS) == Rtcp.PARSED ? 1 : 0;
      assertThat(bob.roundTripMs()).isBetween(-1.0, 60_001.0);
    }
    assertThat(parsed).isPositive();
  }
}
