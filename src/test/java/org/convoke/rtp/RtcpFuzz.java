package org.convoke.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convoke.fuzz.Seeds;

/** A peer's reports: read or malformed, every figure within its range; ours can be read again. */
public final class RtcpFuzz {
  private static final int OURS = 0x0102_0304;
  private static final int THEIRS = 0x0A0B_0C0D;
  private static final long NOW = 7_000_000_000L;

  private RtcpFuzz() {}

  public static List<byte[]> seeds() {
    ReceptionStats stats = new ReceptionStats(8000);
    List<byte[]> seeds = new ArrayList<>();
    byte[] out = new byte[Rtcp.MAX_BYTES];
    Rtcp peer = new Rtcp(THEIRS, "peer@192.0.2.1");
    seeds.add(Arrays.copyOf(out, peer.write(out, 0, 160, 0, 0, stats, OURS, false, 1)));
    for (int i = 0; i < 9; i++) {
      stats.received(i * 2, i * 320, i * 40_000_000L);
    }
    seeds.add(Arrays.copyOf(out, peer.write(out, 0, 160, 7, 1120, stats, OURS, true, NOW)));
    // As Chromium sends: a picture loss indication and a transport-wide report among others.
    byte[] feedback = {
      (byte) 0x81,
      (byte) 0xCE,
      0,
      2,
      0,
      0,
      0,
      1,
      1,
      2,
      3,
      4,
      (byte) 0x8F,
      (byte) 0xCD,
      0,
      4,
      0,
      0,
      0,
      1,
      1,
      2,
      3,
      4,
      0,
      1,
      0,
      1,
      0,
      0,
      0,
      0
    };
    seeds.add(Seeds.joined(seeds.get(1), feedback));
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Rtcp ours = new Rtcp(OURS, "us");
    int verdict = ours.parse(input, 0, input.length, NOW);
    assertThat(verdict).isIn(Rtcp.PARSED, Rtcp.MALFORMED);
    assertThat(ours.roundTripMs()).isBetween(-1.0, 60_000.0);
    assertThat(ours.remoteLossShare()).isBetween(-1.0, 1.0);
    assertThat(ours.remoteCumulativeLost()).isBetween(-0x80_0000L, 0x7F_FFFFL);
    assertThat(ours.remoteJitterTicks()).isBetween(-1L, 0xFFFF_FFFFL);
    assertThat(ours.reports() + ours.unknownPackets()).isLessThanOrEqualTo(32);
    byte[] shifted = Seeds.joined(new byte[] {9, 9, 9}, input, new byte[] {9});
    assertThat(new Rtcp(OURS, "us").parse(shifted, 3, input.length, NOW)).isEqualTo(verdict);

    ReceptionStats stats = new ReceptionStats(8000);
    stats.received(1, 160, NOW);
    byte[] out = new byte[Rtcp.MAX_BYTES];
    int length = ours.write(out, 0, 160, 1, 160, stats, THEIRS, true, NOW + 40_000_000L);
    Rtcp peer = new Rtcp(THEIRS, "peer");
    assertThat(peer.parse(out, 0, length, NOW + 50_000_000L)).isEqualTo(Rtcp.PARSED);
    assertThat(peer.byeSeen()).isTrue();
    assertThat(peer.remoteLossShare()).isBetween(0.0, 1.0);
  }
}
