package org.convoke.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convoke.fuzz.Choices;
import org.convoke.fuzz.Seeds;

/**
 * RTP packets: the first as the bytes stand, then a stream of them with numbers and times that the
 * bytes choose, through statistics and jitter buffer. Payloads lie within their packet, and what is
 * played was sent.
 */
public final class RtpFuzz {
  private static final int MAX_PAYLOAD = 32;
  private static final int MAX_STEPS = 400;

  private RtpFuzz() {}

  public static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    byte[] packet = new byte[RtpPacket.HEADER_BYTES + 20];
    RtpPacket.writeHeader(packet, 0, true, 0, 65_534, 160, 7);
    seeds.add(packet);
    byte[] extended = packet.clone();
    extended[0] = (byte) 0xB1;
    System.arraycopy(
        new byte[] {1, 2, 3, 4, (byte) 0xBE, (byte) 0xDE, 0, 1, 0x10, 0x55, 0, 0, 9, 9, 9, 2},
        0,
        extended,
        12,
        16);
    seeds.add(extended);
    byte[] twoBytes = extended.clone();
    System.arraycopy(new byte[] {0x10, 0, 0, 1, 5, 1, 0x55, 0}, 0, twoBytes, 16, 8);
    seeds.add(twoBytes);
    // A stream: each packet on time, then some late, doubled, lost; then another SSRC.
    byte[] steps = new byte[300];
    for (int i = 0; i < 60; i++) {
      steps[5 * i] = (byte) (i % 7 == 3 ? 5 : i % 11 == 4 ? 2 : 0);
      steps[5 * i + 1] = 1;
      steps[5 * i + 2] = 20;
      steps[5 * i + 3] = (byte) (i / 50);
    }
    seeds.add(Seeds.joined(packet, steps));
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] input) {
    for (int length = 0; length <= Math.min(input.length, 64); length++) {
      packet(input, 0, length);
    }
    packet(input, 0, input.length);
    packet(input, Math.min(3, input.length), input.length - Math.min(3, input.length));
    stream(new Choices(input));
  }

  private static void packet(byte[] b, int offset, int length) {
    boolean rtcp = RtpPacket.isRtcp(b, offset, length);
    assertThat(rtcp && !RtpPacket.isRtpOrRtcp(b, offset, length)).isFalse();
    if (RtpPacket.check(b, offset, length) != RtpPacket.Verdict.VALID) {
      return;
    }
    int at = RtpPacket.payloadOffset(b, offset);
    int bytes = RtpPacket.payloadLength(b, offset, length);
    assertThat(bytes).isNotNegative();
    assertThat(at).isGreaterThanOrEqualTo(offset + RtpPacket.HEADER_BYTES);
    assertThat(at + bytes).isLessThanOrEqualTo(offset + length);
    for (int id = 1; id < 256; id += id < 15 ? 1 : 16) {
      assertThat(AudioLevelExtension.level(b, offset, id)).isBetween(-1, 127);
    }
    byte[] again = new byte[RtpPacket.HEADER_BYTES];
    RtpPacket.writeHeader(
        again,
        0,
        RtpPacket.marker(b, offset),
        RtpPacket.payloadType(b, offset),
        RtpPacket.sequence(b, offset),
        RtpPacket.timestamp(b, offset),
        RtpPacket.ssrc(b, offset));
    assertThat(Arrays.copyOfRange(again, 1, 12))
        .isEqualTo(Arrays.copyOfRange(b, offset + 1, offset + 12));
  }

  private static void stream(Choices choices) {
    ReceptionStats stats = new ReceptionStats(8000);
    JitterBuffer buffer = new JitterBuffer(8000, 20, 400, 64, MAX_PAYLOAD);
    byte[] payload = new byte[MAX_PAYLOAD];
    byte[] out = new byte[MAX_PAYLOAD];
    int sequence = choices.u16();
    long timestamp = choices.i32() & 0xFFFFFFFFL;
    long nowNs = choices.i32();
    int inserted = 0;
    int played = 0;
    for (int step = 0; step < MAX_STEPS && choices.isLeft(); step++) {
      int way = choices.octet();
      sequence += (byte) choices.octet() * (way % 16 == 15 ? 257 : 1);
      int delta = (byte) choices.octet();
      nowNs += (delta & 0x7F) * 1_000_000L;
      timestamp = timestamp + (way % 16 == 14 ? choices.i32() : 8L * delta) & 0xFFFFFFFFL;
      int ssrc = choices.octet();
      int duration = way % 16 == 13 ? choices.u16() : 160;
      stats.received(sequence & 0xFFFF, timestamp, nowNs);
      if (way % 8 == 7) {
        buffer.insertSoundless(sequence & 0xFFFF, timestamp, ssrc, nowNs);
      } else {
        int length = 1 + choices.below(MAX_PAYLOAD);
        Arrays.fill(payload, (byte) length);
        int code =
            buffer.insert(
                payload, 0, length, 0, sequence & 0xFFFF, timestamp, ssrc, duration, nowNs);
        assertThat(code).isBetween(JitterBuffer.RESET, JitterBuffer.ACCEPTED);
        inserted++;
      }
      for (int tick = choices.below(4); tick > 0; tick--) {
        int length = buffer.next(out, nowNs, choices.flag());
        assertThat(length).isBetween(JitterBuffer.WAITING, MAX_PAYLOAD);
        assertThat(buffer.ticks()).isNotNegative();
        if (length > 0) {
          played++;
          assertThat(out[0]).isEqualTo((byte) length);
        }
      }
      assertThat(stats.totalLost()).isNotNegative();
      assertThat(stats.lossShare()).isBetween(0.0, 1.0);
      assertThat(stats.burstRatio()).isGreaterThanOrEqualTo(1);
      assertThat(stats.fractionLostSinceLastReport()).isBetween(0, 255);
      assertThat(stats.jitterMs()).isBetween(0.0, 1000.0);
    }
    assertThat(played).isLessThanOrEqualTo(inserted);
  }
}
