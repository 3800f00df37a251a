package org.convoke.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.convoke.fuzz.Choices;
import org.convoke.fuzz.Seeds;

/**
 * Telephone-event packets in any order and at any time: a packet that comes twice is no second
 * press, there are never more presses than events told of, and a key is not down for ever.
 */
public final class TelephoneEventsFuzz {
  private static final long MS = 1_000_000L;

  private TelephoneEventsFuzz() {}

  public static List<byte[]> seeds() {
    // Time since the last, timestamp, length, events.
    byte[] first = {20, 0, 4, 5, 10, 0, (byte) 160, 20, 0, 4, 5, 10, 1, 64};
    byte[] end = {20, 0, 4, 5, (byte) 0x8A, 3, 32, 0, 0, 4, 5, (byte) 0x8A, 3, 32};
    byte[] next = {60, 5, 4, 5, 10, 0, (byte) 160, 20, 0, 4, 5, (byte) 0x8A, 1, 64};
    byte[] two = {20, 9, 8, 1, (byte) 0x8A, 3, 32, 2, (byte) 0x8A, 3, 32};
    byte[] longPress = {20, 1, 4, 7, 10, (byte) 0xF0, 0, 20, (byte) 0xFF, 4, 7, 10, 0, (byte) 160};
    return List.of(
        Seeds.joined(first, end),
        Seeds.joined(first, end, next),
        Seeds.joined(first, end, two, next),
        longPress);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Choices choices = new Choices(input);
    TelephoneEvents events = new TelephoneEvents(8000);
    long nowNs = 0;
    long timestamp = 0xFFFF_FF00L;
    int sequence = 65_530;
    int told = 0;
    int presses = 0;
    while (choices.isLeft()) {
      nowNs += choices.octet() * MS;
      int step = choices.octet();
      timestamp = timestamp + (step == 0xFF ? 0xF000 : 160L * step) & 0xFFFFFFFFL;
      byte[] packet = choices.take(choices.below(40));
      sequence = sequence + (step % 16 == 15 ? -2 : 1) & 0xFFFF;
      byte[] shifted = Arrays.copyOf(packet, packet.length + 2);
      assertThat(events.packet(shifted, 0, packet.length, sequence, timestamp, nowNs))
          .isEqualTo(packet.length >= 4);
      told += Math.min(8, packet.length / 4);
      presses += drained(events);
      events.packet(shifted, 0, packet.length, sequence, timestamp, nowNs + MS);
      assertThat(drained(events)).as("presses by the same packet again").isZero();
      nowNs += MS;
      events.tick(nowNs);
      presses += drained(events);
      assertThat(presses).isLessThanOrEqualTo(told);
    }
    events.tick(nowNs + 1000 * MS);
    assertThat(events.isPressed()).isFalse();
    presses += drained(events);
    assertThat(presses).isLessThanOrEqualTo(told);
  }

  private static int drained(TelephoneEvents events) {
    int presses = 0;
    for (char digit = events.poll(); digit != 0; digit = events.poll()) {
      assertThat("0123456789*#ABCD").contains(String.valueOf(digit));
      assertThat(events.durationMs()).isNotNegative();
      presses++;
    }
    return presses;
  }
}
