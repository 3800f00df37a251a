package org.convoke.trial;

import java.util.Random;

/**
 * How a bad network treats datagrams: which are lost, and by how much the others are delayed.
 * Seeded; no socket, no clock.
 */
final class BadPath {
  /** What {@link #delayNs} answers for a datagram that is lost. */
  static final long LOST = -1;

  /**
   * A condition.
   *
   * @param name as the table says it
   * @param lossPercent lost at random
   * @param burstPercent so many packets in a hundred begin a burst in which all are lost
   * @param burstLength its mean length in packets
   * @param jitterMs each is delayed by a random time up to this, also past those behind it
   */
  record Condition(
      String name, double lossPercent, double burstPercent, double burstLength, int jitterMs) {
    static Condition loss(double percent) {
      return new Condition("loss %.0f %%".formatted(percent), percent, 0, 1, 0);
    }

    static Condition jitter(int millis) {
      return new Condition("jitter 0-%d ms".formatted(millis), 0, 0, 1, millis);
    }

    /** What is lost of everything, in percent. */
    double allLossPercent() {
      double bursts = burstPercent * burstLength / (100 + burstPercent * burstLength);
      return lossPercent + 100 * bursts;
    }
  }

  private final Condition condition;
  private final Random random;
  private boolean inBurst;

  BadPath(Condition condition, long seed) {
    this.condition = condition;
    random = new Random(seed);
  }

  /** Of the next datagram: nanoseconds, or {@link #LOST}. */
  long delayNs() {
    // Always the same number of draws, so that the delays do not depend on the losses.
    double burst = random.nextDouble();
    double loss = random.nextDouble();
    double delay = random.nextDouble();
    inBurst = inBurst ? burst >= 1 / condition.burstLength : burst * 100 < condition.burstPercent;
    if (inBurst || loss * 100 < condition.lossPercent) {
      return LOST;
    }
    return (long) (delay * condition.jitterMs * 1e6);
  }
}
