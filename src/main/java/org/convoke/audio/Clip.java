package org.convoke.audio;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A sound that was made once and can be played many times: a spoken text, a file from somewhere.
 * Mono, {@value #RATE} samples per second, its edges faded so that it neither begins nor ends with
 * a click. Shared by all who play it, also by several threads at a time; it never changes. Making
 * one takes work and belongs off the loops.
 */
public final class Clip {
  /** Samples per second. */
  public static final int RATE = 16_000;

  /** 4 ms. */
  private static final int EDGE = RATE / 250;

  private final short[] samples;

  /** How many play it. */
  private final AtomicInteger heard = new AtomicInteger();

  private Clip(short[] samples) {
    this.samples = samples;
  }

  /**
   * A clip of these samples, which are copied.
   *
   * @param rate samples per second of {@code pcm}, {@value WavFile#MIN_RATE} to {@value
   *     WavFile#MAX_RATE}
   */
  public static Clip of(short[] pcm, int rate) {
    return new Clip(faded(AnyRate.convert(pcm, rate, RATE)));
  }

  private static short[] faded(short[] pcm) {
    int edge = Math.min(EDGE, pcm.length / 2);
    for (int i = 0; i < edge; i++) {
      float rise = (float) (0.5 - 0.5 * Math.cos(Math.PI * i / edge));
      pcm[i] = Limiter.clamp(pcm[i] * rise);
      int last = pcm.length - 1 - i;
      pcm[last] = Limiter.clamp(pcm[last] * rise);
    }
    return pcm;
  }

  /** How many samples it has. */
  public int length() {
    return samples.length;
  }

  /** How long it lasts. */
  public int millis() {
    return (int) (samples.length * 1000L / RATE);
  }

  /**
   * Copies samples out; after its end there are none.
   *
   * @param from the first, 0 or more
   * @return how many were there
   */
  public int copy(int from, short[] out, int offset, int count) {
    int taken = Math.clamp(samples.length - from, 0, count);
    System.arraycopy(samples, Math.min(from, samples.length), out, offset, taken);
    return taken;
  }

  /** Its own copy of the samples. */
  public short[] samples() {
    return samples.clone();
  }

  /** Somebody begins to play it. */
  public void begun() {
    heard.incrementAndGet();
  }

  /** Somebody who had begun does not play it any more. */
  public void ended() {
    heard.decrementAndGet();
  }

  /** Whether somebody plays it. */
  public boolean isHeard() {
    return heard.get() > 0;
  }

  /** The memory that it takes, in bytes. */
  public int bytes() {
    return 2 * samples.length;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Clip clip && Arrays.equals(samples, clip.samples);
  }

  @Override
  public int hashCode() {
    return samples.length;
  }

  @Override
  public String toString() {
    return "Clip[" + millis() + " ms]";
  }
}
