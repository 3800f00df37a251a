package org.convoke.audio;

/**
 * Makes one stream louder or softer by a factor, and keeps what gets too loud within 16 bits
 * without audible clipping. Allocates nothing after construction.
 */
public final class Gain {
  private final Limiter limiter = new Limiter();
  private final int[] sum;

  /**
   * @param longest the longest frame that will come, in samples
   */
  public Gain(int longest) {
    sum = new int[longest];
  }

  /**
   * Changes a frame in place.
   *
   * @param length a multiple of 8
   * @param factor of the samples, 0 or more
   */
  public void process(short[] pcm, int length, float factor) {
    for (int i = 0; i < length; i++) {
      sum[i] = Math.round(pcm[i] * factor);
    }
    limiter.process(sum, pcm, length);
  }

  /** Another sound begins: the past is of no concern. */
  public void reset() {
    limiter.gain(1);
  }
}
