package org.convoke.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.convoke.rtp.RtpPacket.Verdict;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  /** Two CSRCs, an extension of one word, three bytes of payload, two of padding. */
  private static final byte[] FULL =
      hex("b2 e0 fffe 80000001 deadbeef 00000001 00000002 bede0001 11223344 aabbcc 00 02");

  @Test
  void readsAllPartsOfAFullHeader() {
    assertThat(RtpPacket.check(FULL, 0, FULL.length)).isEqualTo(Verdict.VALID);
    assertThat(RtpPacket.marker(FULL, 0)).isTrue();
    assertThat(RtpPacket.payloadType(FULL, 0)).isEqualTo(96);
    assertThat(RtpPacket.sequence(FULL, 0)).isEqualTo(65_534);
    assertThat(RtpPacket.timestamp(FULL, 0)).isEqualTo(0x8000_0001L);
    assertThat(RtpPacket.ssrc(FULL, 0)).isEqualTo(0xdeadbeef);
    assertThat(RtpPacket.payloadOffset(FULL, 0)).isEqualTo(28);
    assertThat(RtpPacket.payloadLength(FULL, 0, FULL.length)).isEqualTo(3);
  }

  @Test
  void everyShorterLengthIsRefused() {
    for (int length = 0; length < 28; length++) {
      assertThat(RtpPacket.check(FULL, 0, length)).isEqualTo(Verdict.TOO_SHORT);
    }
    assertThat(RtpPacket.check(FULL, 0, FULL.length + 1)).isEqualTo(Verdict.TOO_SHORT);
  }

  @Test
  void paddingOfNothingOrOfMoreThanThereIsIsRefused() {
    byte[] b = FULL.clone();
    b[b.length - 1] = 0;
    assertThat(RtpPacket.check(b, 0, b.length)).isEqualTo(Verdict.BAD_PADDING);
    b[b.length - 1] = 6;
    assertThat(RtpPacket.check(b, 0, b.length)).isEqualTo(Verdict.BAD_PADDING);
    b[b.length - 1] = 5;
    assertThat(RtpPacket.check(b, 0, b.length)).isEqualTo(Verdict.VALID);
    assertThat(RtpPacket.payloadLength(b, 0, b.length)).isZero();
  }

  @Test
  void otherVersionsAreNoRtp() {
    byte[] b = FULL.clone();
    for (int version = 0; version < 4; version++) {
      b[0] = (byte) (version << 6);
      assertThat(RtpPacket.check(b, 0, b.length) == Verdict.VALID).isEqualTo(version == 2);
    }
  }

  @Test
  void writesWhatItReads() {
    byte[] b = new byte[20];
    assertThat(RtpPacket.writeHeader(b, 4, true, 111, 0x1FFFF, 0x1_2345_6789L, -2)).isEqualTo(12);
    assertThat(RtpPacket.check(b, 4, 16)).isEqualTo(Verdict.VALID);
    assertThat(RtpPacket.sequence(b, 4)).isEqualTo(0xFFFF);
    assertThat(RtpPacket.timestamp(b, 4)).isEqualTo(0x2345_6789L);
    assertThat(RtpPacket.ssrc(b, 4)).isEqualTo(-2);
    assertThat(RtpPacket.payloadType(b, 4)).isEqualTo(111);
    assertThat(RtpPacket.payloadLength(b, 4, 16)).isEqualTo(4);
  }

  @Test
  void tellsRtcpFromRtpOnOnePort() {
    for (int type = 0; type < 256; type++) {
      byte[] b = {(byte) 0x80, (byte) type, 0, 1};
      assertThat(RtpPacket.isRtcp(b, 0, 4)).isEqualTo(type >= 192 && type <= 223);
    }
    assertThat(RtpPacket.isRtcp(new byte[] {0, (byte) 200}, 0, 2)).isFalse();
    assertThat(RtpPacket.isRtcp(new byte[] {(byte) 0x80}, 0, 1)).isFalse();
  }

  @Test
  void mutatedPacketsAreReadInsideTheirBoundsOrRefused() {
    var random = new Random(1);
    for (int i = 0; i < 300_000; i++) {
      byte[] b = Arrays.copyOf(FULL, random.nextInt(80));
      for (int m = random.nextInt(6); m > 0 && b.length > 0; m--) {
        b[random.nextInt(b.length)] = (byte) random.nextInt();
      }
      if (RtpPacket.check(b, 0, b.length) == Verdict.VALID) {
        int at = RtpPacket.payloadOffset(b, 0);
        int length = RtpPacket.payloadLength(b, 0, b.length);
        assertThat(at).isBetween(12, b.length);
        assertThat(length).isBetween(0, b.length - at);
      }
    }
  }
}
