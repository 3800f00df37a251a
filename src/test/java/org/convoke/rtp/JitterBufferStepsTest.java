package org.convoke.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Random;
import org.convoke.sim.FakeNetwork;
import org.junit.jupiter.api.Test;

/** The lettered cases of package-info, packet by packet. */
class JitterBufferStepsTest {
  private static final long MS = 1_000_000L;
  private final JitterBuffer buffer = new JitterBuffer(8000, 20, 300, 16, 200);
  private final byte[] out = new byte[200];
  private final byte[] payload = new byte[200];

  private int insert(int sequence, long timestamp, long ms) {
    return insert(sequence, timestamp, 1, ms);
  }

  private int insert(int sequence, long timestamp, int ssrc, long ms) {
    payload[0] = (byte) sequence;
    return buffer.insert(payload, 0, 160, 0, sequence, timestamp, ssrc, 160, ms * MS);
  }

  /** The packet heard (low byte of its number) or the code. */
  private int next(long ms) {
    int n = buffer.next(out, ms * MS, false);
    return n > 0 ? out[0] & 0xFF : n;
  }

  @Test
  void lossIsConcealedAndTheNextPacketOffersItsFec() {
    insert(1, 0, 0);
    assertThat(next(45)).isEqualTo(1);
    insert(2, 160, 46);
    insert(4, 480, 60);
    assertThat(next(65)).isEqualTo(2);
    assertThat(buffer.peekNext(out)).isZero();
    assertThat(next(85)).isEqualTo(JitterBuffer.LOST);
    assertThat(buffer.ticks()).isEqualTo(160);
    assertThat(buffer.peekNext(out)).isEqualTo(160);
    assertThat(out[0]).isEqualTo((byte) 4);
    assertThat(next(105)).isEqualTo(4);
    assertThat(buffer.sequence()).isEqualTo(4);
    assertThat(buffer.timestamp()).isEqualTo(480);
  }

  @Test
  void aFrameStretchedOffersNoFecOfWhatWasHeard() {
    insert(1, 0, 0);
    assertThat(next(5)).isEqualTo(1);
    insert(2, 160, 20);
    insert(3, 320, 21);
    buffer.extraDelayMs(60);
    assertThat(next(25)).isEqualTo(JitterBuffer.LOST);
    assertThat(buffer.stretchedFrames()).isOne();
    assertThat(buffer.peekNext(out)).isZero();
    assertThat(next(45)).isEqualTo(2);
  }

  @Test
  void aHoleInTimeWithoutOneInNumbersIsSilence() {
    insert(1, 0, 0);
    insert(2, 160, 20);
    assertThat(next(25)).isEqualTo(1);
    assertThat(next(45)).isEqualTo(2);
    insert(3, 8000, 1000);
    assertThat(next(1000)).isEqualTo(JitterBuffer.SILENCE);
    assertThat(next(1020)).isEqualTo(3);
    assertThat(buffer.concealedTicks()).isZero();
  }

  @Test
  void comfortNoiseAnnouncesSilenceAtOnce() {
    insert(1, 0, 0);
    assertThat(next(5)).isEqualTo(1);
    buffer.insertSoundless(2, 160, 1, 20 * MS);
    assertThat(next(25)).isEqualTo(JitterBuffer.SILENCE);
    insert(3, 1600, 200);
    assertThat(next(205)).isEqualTo(3);
    assertThat(buffer.concealedTicks()).isZero();
  }

  @Test
  void nothingMoreIsConcealedForTwoHundredMsAndThenSilence() {
    insert(1, 0, 0);
    assertThat(next(5)).isEqualTo(1);
    for (int i = 1; i <= 10; i++) {
      assertThat(next(5 + 20 * i)).isEqualTo(JitterBuffer.LOST);
    }
    assertThat(next(225)).isEqualTo(JitterBuffer.SILENCE);
    assertThat(buffer.concealedTicks()).as("not known to be a loss").isZero();
  }

  @Test
  void whatWasMadeUpWhileNothingCameCountsOnceItIsKnownToBeLost() {
    insert(1, 0, 0);
    assertThat(next(5)).isEqualTo(1);
    for (int i = 1; i <= 11; i++) {
      next(5 + 20 * i);
    }
    // Packets 2 to 11 are missing.
    insert(12, 1760, 220);
    assertThat(next(245)).isEqualTo(12);
    assertThat(buffer.concealedTicks()).isEqualTo(10 * 160);
  }

  @Test
  void whatWasMadeUpForALatePacketCounts() {
    insert(1, 0, 0);
    assertThat(next(5)).isEqualTo(1);
    assertThat(next(25)).isEqualTo(JitterBuffer.LOST);
    insert(2, 160, 40);
    assertThat(next(45)).isEqualTo(2);
    assertThat(buffer.concealedTicks()).isEqualTo(160);
  }

  @Test
  void reorderedPacketsAreHeardInOrder() {
    insert(1, 0, 0);
    insert(3, 320, 30);
    insert(2, 160, 31);
    assertThat(next(32)).isEqualTo(1);
    assertThat(next(52)).isEqualTo(2);
    assertThat(next(72)).isEqualTo(3);
  }

  @Test
  void duplicatesAreKnownBeforeAndAfterTheyWereHeard() {
    assertThat(insert(1, 0, 0)).isEqualTo(JitterBuffer.ACCEPTED);
    assertThat(insert(1, 0, 1)).isEqualTo(JitterBuffer.DUPLICATE);
    assertThat(next(5)).isEqualTo(1);
    assertThat(insert(1, 0, 6)).isEqualTo(JitterBuffer.DUPLICATE);
  }

  @Test
  void aLatePacketIsRefusedAndTheDelayGrows() {
    insert(1, 0, 0);
    assertThat(next(5)).isEqualTo(1);
    insert(3, 320, 24);
    assertThat(next(25)).isEqualTo(JitterBuffer.LOST);
    double before = buffer.targetMs();
    assertThat(insert(2, 160, 45)).isEqualTo(JitterBuffer.LATE);
    assertThat(buffer.lateCount()).isOne();
    assertThat(buffer.targetMs()).isGreaterThan(before);
  }

  @Test
  void anotherSsrcBeginsAnewAndStraysOfTheOldOneDoNot() {
    insert(100, 0, 0);
    assertThat(next(5)).isEqualTo(100);
    assertThat(insert(7, 99_999, 2, 20)).isEqualTo(JitterBuffer.RESET);
    assertThat(insert(101, 160, 1, 21)).isEqualTo(JitterBuffer.LATE);
    assertThat(insert(8, 99_999 + 160, 2, 40)).isEqualTo(JitterBuffer.ACCEPTED);
    assertThat(next(45)).isEqualTo(7);
    assertThat(next(65)).isEqualTo(8);
    assertThat(buffer.resetCount()).isOne();
  }

  @Test
  void aJumpOfTheTimestampBeginsAnew() {
    insert(1, 0, 0);
    assertThat(next(5)).isEqualTo(1);
    assertThat(insert(2, 5_000_000, 20)).isEqualTo(JitterBuffer.RESET);
    assertThat(next(25)).isEqualTo(2);
    assertThat(insert(3, 5_000_160, 40)).isEqualTo(JitterBuffer.ACCEPTED);
    assertThat(next(45)).isEqualTo(3);
  }

  @Test
  void aJumpOfTheSequenceNeedsTwoPackets() {
    insert(1, 0, 0);
    assertThat(next(5)).isEqualTo(1);
    assertThat(insert(30_000, 160, 20)).isEqualTo(JitterBuffer.LATE);
    assertThat(insert(30_001, 320, 40)).isEqualTo(JitterBuffer.RESET);
    assertThat(next(45)).isEqualTo(30_001 & 0xFF);
  }

  @Test
  void numbersAndTimestampsWrapAround() {
    for (int i = 0; i < 6; i++) {
      insert(65_533 + i & 0xFFFF, 0xFFFF_FF00L + 160 * i & 0xFFFF_FFFFL, 20 * i);
      assertThat(next(20 * i + 5)).isEqualTo(65_533 + i & 0xFF);
    }
    assertThat(buffer.resetCount()).isZero();
  }

  @Test
  void whatDoesNotFitDrivesOutTheOldest() {
    for (int i = 0; i < 16; i++) {
      assertThat(insert(i, 160 * i, 0)).isEqualTo(JitterBuffer.ACCEPTED);
    }
    assertThat(insert(16, 160 * 16, 0)).isEqualTo(JitterBuffer.OVERFLOW);
    assertThat(insert(15, 160 * 15, 0)).isEqualTo(JitterBuffer.DUPLICATE);
    assertThat(buffer.insert(payload, 0, 201, 0, 17, 0, 1, 160, 0))
        .isEqualTo(JitterBuffer.OVERFLOW);
  }

  @Test
  void holdWithoutTimestampsGoingOnStartsAfresh() {
    insert(1, 0, 0);
    assertThat(next(5)).isEqualTo(1);
    for (int i = 0; i < 10; i++) {
      next(25 + 20 * i);
    }
    // Half a second later the peer goes on as though no time had passed.
    for (int i = 0; i < 20; i++) {
      insert(2 + i, 160 + 160 * i, 525 + 20 * i);
      assertThat(next(530 + 20 * i)).isEqualTo(2 + i);
    }
  }

  @Test
  void survivesHoursOfRandomPacketsWithoutEndingUpSilent() {
    var random = new Random(42);
    for (int i = 0; i < 200_000; i++) {
      insert(random.nextInt(65_536), random.nextLong() & 0xFFFF_FFFFL, random.nextInt(3), i * 5L);
      int n = buffer.next(out, i * 5L * MS, random.nextBoolean());
      assertThat(n).isGreaterThanOrEqualTo(JitterBuffer.WAITING);
      assertThat(buffer.ticks()).isPositive();
    }
    buffer.reset(8000);
    insert(1, 0, 0);
    assertThat(next(5)).isEqualTo(1);
  }

  @Test
  void allocatesNothingAfterConstruction() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().threadId();
    drive(2000, 0);
    long before = threads.getThreadAllocatedBytes(id);
    drive(20_000, 2000);
    assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(20_000);
  }

  private void drive(int packets, int from) {
    for (int i = from; i < from + packets; i++) {
      if (i % 17 != 0) {
        insert(i & 0xFFFF, 160L * i, 20L * i + (i * 7919 % 50));
      }
      buffer.next(out, (20L * i + 5) * MS, false);
    }
  }

  @Test
  void theNetworkItselfIsTheSameForTheSameSeed() {
    var one = new FakeNetwork(9).lossPercent(10).jitterMs(FakeNetwork.Jitter.NORMAL, 50);
    var two = new FakeNetwork(9).lossPercent(10).jitterMs(FakeNetwork.Jitter.NORMAL, 50);
    for (int i = 0; i < 100; i++) {
      one.send(out, 0, 4, i * 20 * MS);
      two.send(out, 0, 4, i * 20 * MS);
    }
    while (one.nextArrivalNs() != Long.MAX_VALUE) {
      assertThat(one.poll(Long.MAX_VALUE - 1).arrivalNs())
          .isEqualTo(two.poll(Long.MAX_VALUE - 1).arrivalNs());
    }
    assertThat(two.nextArrivalNs()).isEqualTo(Long.MAX_VALUE);
  }
}
