package org.convoke.audio;

/** Looks for the period of a voice: the lag at which a stretch is most like itself. */
final class Pitch {
  /** 400 Hz: the shortest lag tried, in parts of a second. Higher voices are found by multiples. */
  private static final int HIGHEST_HZ = 400;

  private final int minLag;

  /** Samples from one period to the next, as the last search found. */
  int lag;

  /** How alike they are: 1 the same, 0 or less not at all. */
  double likeness;

  Pitch(int rate) {
    minLag = rate / HIGHEST_HZ;
    lag = minLag;
  }

  /**
   * Compares the {@code window} samples before {@code end} with those up to {@code maxLag} older.
   */
  void searchBack(float[] x, int end, int window, int maxLag) {
    int from = end - window;
    double energy = Math.max(1, dot(x, from - minLag, x, from - minLag, window));
    double own = Math.max(1, dot(x, from, x, from, window));
    begin();
    for (int candidate = minLag; candidate <= maxLag; candidate++) {
      note(candidate, dot(x, from, x, from - candidate, window), energy, own);
      double enters = x[from - candidate - 1];
      double leaves = x[end - candidate - 1];
      energy = Math.max(1, energy + enters * enters - leaves * leaves);
    }
  }

  /** Compares the first {@code window} samples with later ones, up to the {@code length} given. */
  void searchAhead(float[] x, int window, int length) {
    double energy = Math.max(1, dot(x, minLag, x, minLag, window));
    double own = Math.max(1, dot(x, 0, x, 0, window));
    begin();
    for (int candidate = minLag; candidate + window < length; candidate++) {
      note(candidate, dot(x, 0, x, candidate, window), energy, own);
      double enters = x[candidate + window];
      double leaves = x[candidate];
      energy = Math.max(1, energy + enters * enters - leaves * leaves);
    }
  }

  private void begin() {
    lag = minLag;
    likeness = -1;
  }

  private void note(int candidate, double cross, double energy, double own) {
    double score = cross / Math.sqrt(energy * own);
    if (score > likeness) {
      likeness = score;
      lag = candidate;
    }
  }

  /** The sum of products; in four parts, so that the additions need not wait for each other. */
  static double dot(float[] a, int aFrom, float[] b, int bFrom, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += a[aFrom + i] * b[bFrom + i];
      s1 += a[aFrom + i + 1] * b[bFrom + i + 1];
      s2 += a[aFrom + i + 2] * b[bFrom + i + 2];
      s3 += a[aFrom + i + 3] * b[bFrom + i + 3];
    }
    for (; i < n; i++) {
      s0 += a[aFrom + i] * b[bFrom + i];
    }
    return (double) s0 + s1 + s2 + s3;
  }
}
