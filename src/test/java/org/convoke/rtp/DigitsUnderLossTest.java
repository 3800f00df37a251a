package org.convoke.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.convoke.sim.FakeNetwork;
import org.convoke.sim.FakeNetwork.Jitter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys as different phones send them, over lines that lose a fifth, double and reorder. */
class DigitsUnderLossTest {
  private static final long MS = 1_000_000L;
  private static final String DIGITS = "0123456789*#ABCD";
  private static final int EVENT_BYTES = 4;
  private static final int LONGEST = 0xFFFF;

  /** What a phone does with a press. */
  enum Manner {
    /**
     * RFC 4733: an update each 20 ms, the end three times 20 ms apart; long presses in segments.
     */
    BY_THE_BOOK,
    /** The three ends at one time. */
    ENDS_AT_ONCE,
    /** The beginning three times at one time, an update each 50 ms, the ends at one time. */
    GATEWAY,
    /** An update each 20 ms and a single end; long presses stay at the longest duration. */
    ONE_END_STUCK_DURATION,
    /** The duration begins anew when it no longer fits, under the same timestamp. */
    WRAPPED_DURATION,
    /** Each press has the same timestamp. */
    ONE_TIMESTAMP_FOR_ALL
  }

  private record Sent(
      long atMs, long timestamp, int event, int duration, boolean end, int press, int sequence) {
    byte[] bytes() {
      ByteBuffer out = ByteBuffer.allocate(EVENT_BYTES + 16);
      out.put((byte) event).put((byte) (end ? 0x8A : 0x0A)).putShort((short) duration);
      return out.putLong(timestamp).putInt(press).putInt(sequence).array();
    }
  }

  private final List<Sent> sent = new ArrayList<>();
  private final StringBuilder keyed = new StringBuilder();
  private long nowMs = 1000;

  private void press(Manner manner, int event, int holdMs, int clockRate) {
    int perMs = clockRate / 1000;
    long begin =
        manner == Manner.ONE_TIMESTAMP_FOR_ALL ? 0 : 0xFFFF_F000L + nowMs * perMs & 0xFFFFFFFFL;
    int step = manner == Manner.GATEWAY ? 50 : 20;
    int starts = manner == Manner.GATEWAY ? 3 : 1;
    for (int copy = 1; copy < starts; copy++) {
      add(nowMs, manner, event, begin, 0, false);
    }
    for (int ms = step; ms < holdMs; ms += step) {
      add(nowMs + ms, manner, event, begin, (long) ms * perMs, false);
    }
    int ends = manner == Manner.ONE_END_STUCK_DURATION ? 1 : 3;
    boolean spread = manner == Manner.BY_THE_BOOK;
    for (int copy = 0; copy < ends; copy++) {
      long at = nowMs + holdMs + (spread ? 20L * copy : 0);
      add(at, manner, event, begin, (long) holdMs * perMs, true);
    }
    keyed.append(DIGITS.charAt(event));
    nowMs += holdMs + (spread ? 40 : 0);
  }

  private void add(long atMs, Manner manner, int event, long begin, long ticks, boolean end) {
    long timestamp = begin;
    long duration = ticks;
    if (manner == Manner.BY_THE_BOOK || manner == Manner.ENDS_AT_ONCE) {
      // §2.5.1.3: the next segment begins where the last one ended.
      timestamp = begin + ticks / LONGEST * LONGEST & 0xFFFFFFFFL;
      duration = ticks % LONGEST;
    } else if (manner == Manner.WRAPPED_DURATION) {
      duration = ticks & 0xFFFF;
    }
    int told = (int) Math.min(duration, LONGEST);
    sent.add(
        new Sent(atMs, timestamp, event, told, end, keyed.length(), 65_000 + sent.size() & 0xFFFF));
  }

  /** What was heard; {@code arrived} notes the presses of which anything came. */
  private String heard(FakeNetwork network, int clockRate, BitSet arrived) {
    TelephoneEvents events = new TelephoneEvents(clockRate);
    StringBuilder heard = new StringBuilder();
    int next = 0;
    for (long ms = 0; ms < nowMs + 2000; ms += 5) {
      while (next < sent.size() && sent.get(next).atMs() <= ms) {
        byte[] bytes = sent.get(next++).bytes();
        network.send(bytes, 0, bytes.length, ms * MS);
      }
      for (var came = network.poll(ms * MS); came != null; came = network.poll(ms * MS)) {
        ByteBuffer in = ByteBuffer.wrap(came.bytes());
        arrived.set(in.getInt(EVENT_BYTES + 8));
        events.packet(
            came.bytes(),
            0,
            EVENT_BYTES,
            in.getInt(EVENT_BYTES + 12),
            in.getLong(EVENT_BYTES),
            came.arrivalNs());
      }
      if (ms % 20 == 0) {
        events.tick(ms * MS);
      }
      for (char digit = events.poll(); digit != 0; digit = events.poll()) {
        heard.append(digit);
      }
    }
    return heard.toString();
  }

  private String thoseOf(BitSet arrived) {
    StringBuilder some = new StringBuilder();
    arrived.stream().forEach(press -> some.append(keyed.charAt(press)));
    return some.toString();
  }

  private void thousand(Manner manner, Random random, int clockRate) {
    int before = -1;
    for (int i = 0; i < 1000; i++) {
      boolean again = before >= 0 && random.nextInt(4) == 0;
      int event = again ? before : random.nextInt(DIGITS.length());
      // With one timestamp for all, equal keys are told apart by their pause alone.
      boolean apart = manner == Manner.ONE_TIMESTAMP_FOR_ALL;
      nowMs += apart ? 800 : 60 + random.nextInt(200);
      press(manner, event, (manner == Manner.GATEWAY ? 150 : 100) + random.nextInt(300), clockRate);
      before = event;
    }
  }

  private static FakeNetwork random(long seed) {
    return new FakeNetwork(seed)
        .lossPercent(20)
        .duplicatePercent(5)
        .reorderPercent(5, 45)
        .jitterMs(Jitter.UNIFORM, 15);
  }

  /** Also a fifth, three packets in a row on average. */
  private static FakeNetwork inBursts(long seed) {
    return new FakeNetwork(seed)
        .bursts(100.0 / 12, 3)
        .duplicatePercent(5)
        .reorderPercent(5, 45)
        .jitterMs(Jitter.UNIFORM, 15);
  }

  @ParameterizedTest
  @EnumSource(Manner.class)
  void aThousandDigitsAtTwentyPercentLossAreHeardOnceEachAndInOrder(Manner manner) {
    thousand(manner, new Random(manner.ordinal()), 8000);
    BitSet arrived = new BitSet();
    String heard = heard(random(manner.ordinal() + 1), 8000, arrived);
    assertThat(arrived.cardinality()).isEqualTo(1000);
    assertThat(heard).isEqualTo(keyed.toString());
  }

  /**
   * A burst may swallow all of a short press, which nobody can hear then; nothing else is lost.
   * Without timestamps a press whose beginning is swallowed looks like the one before it.
   */
  @ParameterizedTest
  @EnumSource(names = "ONE_TIMESTAMP_FOR_ALL", mode = EnumSource.Mode.EXCLUDE)
  void atTwentyPercentInBurstsEachDigitOfWhichAnythingCameIsHeardOnce(Manner manner) {
    thousand(manner, new Random(manner.ordinal()), 8000);
    BitSet arrived = new BitSet();
    String heard = heard(inBursts(manner.ordinal() + 1), 8000, arrived);
    assertThat(arrived.cardinality()).isGreaterThan(960);
    assertThat(heard).isEqualTo(thoseOf(arrived));
  }

  @ParameterizedTest
  @CsvSource({
    "BY_THE_BOOK,8000,9000",
    "BY_THE_BOOK,48000,3000",
    "ENDS_AT_ONCE,8000,20000",
    "GATEWAY,8000,9000",
    "ONE_END_STUCK_DURATION,8000,12000",
    "ONE_END_STUCK_DURATION,48000,5000",
    "WRAPPED_DURATION,8000,20000",
    "WRAPPED_DURATION,48000,4000"
  })
  void aKeyHeldLongerThanADurationCanSayIsOnePress(Manner manner, int clockRate, int holdMs) {
    Random random = new Random(holdMs);
    for (int i = 0; i < 30; i++) {
      nowMs += 300;
      press(manner, i % 3 == 0 ? 7 : random.nextInt(16), holdMs + random.nextInt(1000), clockRate);
    }
    assertThat(heard(inBursts(holdMs), clockRate, new BitSet())).isEqualTo(keyed.toString());
  }
}
