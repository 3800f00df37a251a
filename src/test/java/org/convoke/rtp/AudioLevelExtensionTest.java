package org.convoke.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioLevelExtensionTest {
  private static final String HEADER = "906f0001 00000002 00000003 ";

  private static byte[] packet(String hex) {
    return HexFormat.of().parseHex((HEADER + hex).replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource({
    // One byte of id and length; the voice bit is no level.
    "BEDE0001 109E0000 AA, 1, 30",
    "BEDE0001 107F0000 AA, 1, 127",
    // After padding and another extension of three bytes.
    "BEDE0002 0032ABCD EF10050000, 1, 5",
    "BEDE0001 109E0000 AA, 2, -1",
    // 15 ends it.
    "BEDE0002 F0001005 00000000, 1, -1",
    // Longer than there is room.
    "BEDE0001 17050505 AA, 1, -1",
    // Two bytes, with application bits; an empty one says nothing.
    "10050001 01014500 AA, 1, 69",
    "10000001 01000200 AA, 1, -1",
    "10000001 0109FFFF AA, 1, -1",
    "10000001 00000001 AA, 1, -1",
    // Of nobody's kind, and empty.
    "ABCD0001 109E0000 AA, 1, -1",
    "BEDE0000 AA, 1, -1"
  })
  void theLevelIsRead(String extension, int id, int level) {
    byte[] packet = packet(extension);
    assertThat(RtpPacket.check(packet, 0, packet.length)).isEqualTo(RtpPacket.Verdict.VALID);
    assertThat(AudioLevelExtension.level(packet, 0, id)).isEqualTo(level);
  }

  @Test
  void aPacketWithoutExtensionSaysNothing() {
    byte[] packet = packet("BEDE0001 109E0000");
    packet[0] = (byte) 0x80;
    assertThat(AudioLevelExtension.level(packet, 0, 1)).isEqualTo(AudioLevelExtension.UNSAID);
  }

  @Test
  void whateverComesTheReaderStaysWithinThePacket() {
    Random dice = new Random(6464);
    int valid = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] packet = new byte[12 + dice.nextInt(24)];
      dice.nextBytes(packet);
      packet[0] = (byte) (0x90 | dice.nextInt(3));
      int at = 12 + 4 * (packet[0] & 15);
      if (dice.nextInt(4) > 0 && packet.length >= at + 4) {
        byte[] head = HexFormat.of().parseHex(dice.nextBoolean() ? "BEDE" : "1000");
        System.arraycopy(head, 0, packet, at, 2);
        packet[at + 2] = 0;
        packet[at + 3] = (byte) dice.nextInt(4);
      }
      if (RtpPacket.check(packet, 0, packet.length) == RtpPacket.Verdict.VALID) {
        valid++;
        // An array that ends with the packet: a step beyond it would throw.
        int level = AudioLevelExtension.level(Arrays.copyOf(packet, packet.length), 0, 1);
        assertThat(level).as("seed 6464, round %s", round).isBetween(-1, 127);
      }
    }
    assertThat(valid).isGreaterThan(5_000);
  }
}
