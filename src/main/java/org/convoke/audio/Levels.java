package org.convoke.audio;

/**
 * Levels of sound. 0 dBFS is the level of a constant at full scale (32768), so a full-scale sine
 * measures -3.01 dBFS.
 */
public final class Levels {
  /** What digital silence measures: lower than any sample but zero can be. */
  public static final double SILENCE_DBFS = -120;

  private static final double FULL_SCALE = 32768.0;

  private Levels() {}

  /** The root mean square level in dBFS, without a constant offset; silence is -120. */
  public static double rmsDbfs(short[] pcm, int offset, int length) {
    return dbfs(meanSquare(pcm, offset, length));
  }

  /** The root mean square level of all of it, in dBFS. */
  public static double rmsDbfs(short[] pcm) {
    return rmsDbfs(pcm, 0, pcm.length);
  }

  /** The mean of the squared samples after the constant offset is taken off; 0 for no samples. */
  public static double meanSquare(short[] pcm, int offset, int length) {
    if (length <= 0) {
      return 0;
    }
    long squares = 0;
    int sum = 0;
    for (int i = offset; i < offset + length; i++) {
      int x = pcm[i];
      squares += x * x;
      sum += x;
    }
    double mean = (double) sum / length;
    return Math.max(0, (double) squares / length - mean * mean);
  }

  /** The largest magnitude of a sample, 0 to 32768. */
  public static int peak(short[] pcm, int offset, int length) {
    int peak = 0;
    for (int i = offset; i < offset + length; i++) {
      peak = Math.max(peak, Math.abs((int) pcm[i]));
    }
    return peak;
  }

  /** A mean square of samples as dBFS. */
  public static double dbfs(double meanSquare) {
    return meanSquare <= 0
        ? SILENCE_DBFS
        : Math.max(SILENCE_DBFS, 10 * Math.log10(meanSquare / (FULL_SCALE * FULL_SCALE)));
  }

  /** A level in dBFS as a mean square of samples. */
  public static double power(double dbfs) {
    return FULL_SCALE * FULL_SCALE * Math.pow(10, dbfs / 10);
  }

  /** A gain in dB as the factor of samples. */
  public static float factor(double db) {
    return (float) Math.pow(10, db / 20);
  }
}
