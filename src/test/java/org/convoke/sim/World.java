package org.convoke.sim;

import io.netty.util.concurrent.Ticker;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.convoke.clock.Clock;

/**
 * What a simulated bridge lives in, and survives it: time, chance, and what will happen when. One
 * seed is one world; the same seed is the same world, which {@link #trace} can prove.
 */
public final class World implements Ticker, Clock {
  private static final long START_NS = 1_000_000_000L;
  private static final int TOLD = 40;

  /** Tells all of a run, not its end alone. */
  private static final boolean TRACE = Boolean.getBoolean("sim.trace");

  private record Happening(long atNs, long order, Runnable what) implements Comparable<Happening> {
    @Override
    public int compareTo(Happening other) {
      int byTime = Long.compare(atNs, other.atNs);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final long seed;

  /** What is wrong with this world on purpose; null: nothing. */
  private final Fault planted;

  private final PriorityQueue<Happening> future = new PriorityQueue<>();
  private final Random chance;
  private final Random ids;
  private final String[] told = new String[TOLD];
  private long nowNs = START_NS;
  private long order;
  private long hash = 0xcbf29ce484222325L;
  private long chapters;

  /** How far the machine's wall clock was set away from what it should be. */
  private long wallOffMs;

  public World(long seed) {
    this(seed, null);
  }

  World(long seed, Fault planted) {
    this.seed = seed;
    this.planted = planted;
    this.chance = random("chance");
    this.ids = random("ids");
  }

  /** A stream of chance of its own: what one part draws changes nothing for another. */
  public Random random(String part) {
    return new Random(seed * 0x9e3779b97f4a7c15L + part.hashCode());
  }

  /** Whether that is to go wrong, now and then. */
  boolean has(Fault fault) {
    return planted == fault;
  }

  // --- time

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public Instant now() {
    return trueNow().plusMillis(wallOffMs);
  }

  /** As it would be had nobody set the clock. */
  public Instant trueNow() {
    return Instant.ofEpochSecond(1_800_000_000L, nowNs);
  }

  /** Sets the machine's wall clock wrong; nothing but {@link #now} may notice. */
  public void setWallOff(long ms) {
    trace("the clock is set to be off by " + ms + " ms");
    wallOffMs = ms;
  }

  @Override
  public long initialNanoTime() {
    return START_NS;
  }

  @Override
  public long nanoTime() {
    return nowNs;
  }

  @Override
  public void sleep(long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("nobody sleeps here");
  }

  /** When the next thing happens, or Long.MAX_VALUE. */
  long nextNs() {
    return future.isEmpty() ? Long.MAX_VALUE : future.peek().atNs;
  }

  void advanceTo(long ns) {
    nowNs = Math.max(nowNs, ns);
  }

  /** Lets happen what is due; whether anything was. */
  boolean happen() {
    boolean any = false;
    while (!future.isEmpty() && future.peek().atNs <= nowNs) {
      future.poll().what.run();
      any = true;
    }
    return any;
  }

  public void after(long ns, Runnable what) {
    future.add(new Happening(nowNs + Math.max(0, ns), order++, what));
  }

  public void afterMs(double ms, Runnable what) {
    after((long) (ms * 1e6), what);
  }

  // --- chance

  public boolean chance(double probability) {
    return chance.nextDouble() < probability;
  }

  public double between(double least, double most) {
    return least + chance.nextDouble() * (most - least);
  }

  public int below(int bound) {
    return chance.nextInt(bound);
  }

  /** A version 7 id of this moment (RFC 9562 §5.7). */
  public UUID uuid() {
    long ms = now().toEpochMilli();
    long high = ms << 16 | 0x7000L | ids.nextInt(0x1000);
    return new UUID(high, ids.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L);
  }

  // --- the story

  /** Notes what happened: two runs of one seed have one {@link #hash}. */
  public void trace(String what) {
    for (int i = 0; i < what.length(); i++) {
      hash = (hash ^ what.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ nowNs) * 0x100000001b3L;
    if (TRACE) {
      System.out.println(nowNs / 1_000_000 + " ms " + what);
    }
    told[(int) (chapters++ % TOLD)] = nowNs / 1_000_000 + " ms " + what;
  }

  public long hash() {
    return hash;
  }

  /** The last chapters, for who must find out what went wrong. */
  public String story() {
    StringBuilder text = new StringBuilder();
    for (long i = Math.max(0, chapters - TOLD); i < chapters; i++) {
      text.append("  ").append(told[(int) (i % TOLD)]).append('\n');
    }
    return text.toString();
  }

  public long seed() {
    return seed;
  }
}
