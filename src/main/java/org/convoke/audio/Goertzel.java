package org.convoke.audio;

/** The strength of one frequency in a stretch of sound. */
public final class Goertzel {
  private Goertzel() {}

  /**
   * The mean square of the part of the sound that sits at {@code hz}: a sine of that frequency
   * gives its own mean square. The stretch resolves about {@code rate / length} Hz.
   *
   * @param hz 0 to rate / 2
   * @param rate samples per second
   */
  public static double power(short[] pcm, int offset, int length, double hz, int rate) {
    double coefficient = 2 * Math.cos(2 * Math.PI * hz / rate);
    double s1 = 0;
    double s2 = 0;
    for (int i = offset; i < offset + length; i++) {
      double s0 = pcm[i] + coefficient * s1 - s2;
      s2 = s1;
      s1 = s0;
    }
    double squared = Math.max(0, s1 * s1 + s2 * s2 - coefficient * s1 * s2);
    return 2 * squared / ((double) length * length);
  }

  /** The level of the part at {@code hz}, in dBFS as {@link Levels} counts. */
  public static double dbfs(short[] pcm, int offset, int length, double hz, int rate) {
    return Levels.dbfs(power(pcm, offset, length, hz, rate));
  }

  /** The level of the part at {@code hz} in all of it, in dBFS. */
  public static double dbfs(short[] pcm, double hz, int rate) {
    return dbfs(pcm, 0, pcm.length, hz, rate);
  }
}
