package org.convoke.sim;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A network in virtual time, the same for the same seed: it loses (at random or in bursts), delays,
 * reorders and doubles datagrams, and can let the sender's clock drift. Nothing happens by itself:
 * {@link #send} takes, {@link #poll} gives what has arrived.
 */
public final class FakeNetwork {
  /** How delays above the base are spread. */
  public enum Jitter {
    /** Evenly from 0 to the figure. */
    UNIFORM,
    /** The amount of a normal distribution of which the figure is the 95th percentile. */
    NORMAL,
    /** Exponential, of which the figure is the 95th percentile. */
    EXPONENTIAL
  }

  /** What arrived, and when by the receiver's clock. */
  public record Datagram(byte[] bytes, long arrivalNs, long order) {}

  private final Random random;
  private final PriorityQueue<Datagram> underway =
      new PriorityQueue<>(
          Comparator.comparingLong(Datagram::arrivalNs).thenComparing(Datagram::order));
  private double loss;
  private double burstEnter;
  private double burstLeave = 1;
  private boolean inBurst;
  private long baseNs = 5_000_000;
  private double jitterMs;
  private Jitter jitter = Jitter.UNIFORM;
  private boolean inOrder;
  private double reorder;
  private long reorderNs;
  private double duplicates;
  private double driftPpm;
  private long lastArrivalNs = Long.MIN_VALUE;
  private long order;
  private long sent;
  private long lost;

  public FakeNetwork(long seed) {
    random = new Random(seed);
  }

  /** Each datagram is lost with this probability. */
  public FakeNetwork lossPercent(double percent) {
    loss = percent / 100;
    return this;
  }

  /**
   * Gilbert's model: bursts in which all is lost begin with this probability, of this mean length.
   */
  public FakeNetwork bursts(double beginPercent, double meanLength) {
    burstEnter = beginPercent / 100;
    burstLeave = 1 / meanLength;
    return this;
  }

  /** The delay of the fastest. */
  public FakeNetwork delayMs(double millis) {
    baseNs = (long) (millis * 1e6);
    return this;
  }

  public FakeNetwork jitterMs(Jitter kind, double millis) {
    jitter = kind;
    jitterMs = millis;
    return this;
  }

  /** A queue that never overtakes: a late datagram holds up those behind it. */
  public FakeNetwork inOrder() {
    inOrder = true;
    return this;
  }

  /** So many come later by so much, past those behind them. */
  public FakeNetwork reorderPercent(double percent, double byMs) {
    reorder = percent / 100;
    reorderNs = (long) (byMs * 1e6);
    return this;
  }

  /** So many come twice, the second within 30 ms. */
  public FakeNetwork duplicatePercent(double percent) {
    duplicates = percent / 100;
    return this;
  }

  /** The sender's clock runs so much slow (positive) or fast: its 20 ms last longer or shorter. */
  public FakeNetwork driftPpm(double ppm) {
    driftPpm = ppm;
    return this;
  }

  /** A datagram leaves at a time of the sender's clock. */
  public void send(byte[] bytes, int offset, int length, long senderNs) {
    sent++;
    inBurst = inBurst ? random.nextDouble() >= burstLeave : random.nextDouble() < burstEnter;
    if (inBurst || random.nextDouble() < loss) {
      lost++;
      return;
    }
    long arrival = receiverNs(senderNs) + baseNs + jitterNs();
    if (inOrder) {
      arrival = Math.max(arrival, lastArrivalNs);
    }
    lastArrivalNs = Math.max(arrival, lastArrivalNs);
    if (random.nextDouble() < reorder) {
      arrival += reorderNs;
    }
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    underway.add(new Datagram(copy, arrival, order++));
    if (random.nextDouble() < duplicates) {
      underway.add(new Datagram(copy, arrival + random.nextInt(30_000_000), order++));
    }
  }

  /** A time of the sender's clock by the receiver's. */
  public long receiverNs(long senderNs) {
    return senderNs + (long) (senderNs * driftPpm / 1e6);
  }

  private long jitterNs() {
    double share =
        switch (jitter) {
          case UNIFORM -> random.nextDouble();
          case NORMAL -> Math.abs(random.nextGaussian()) / 1.96;
          case EXPONENTIAL -> -Math.log(1 - random.nextDouble()) / 2.996;
        };
    return (long) (jitterMs * share * 1e6);
  }

  /** The next datagram that has arrived by then, or null. */
  public Datagram poll(long nowNs) {
    return underway.isEmpty() || underway.peek().arrivalNs() > nowNs ? null : underway.poll();
  }

  /** When the next arrives, or Long.MAX_VALUE. */
  public long nextArrivalNs() {
    return underway.isEmpty() ? Long.MAX_VALUE : underway.peek().arrivalNs();
  }

  public long sent() {
    return sent;
  }

  public long lost() {
    return lost;
  }
}
