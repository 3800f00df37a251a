package org.convoke.audio;

/**
 * Fills a gap whose other side is known. The sound before it is continued and bent in time by up to
 * 4 ms, so that its pitch periods meet those after it; the sound after it is continued backwards by
 * its own pitch; from one to the other it is faded, and the level goes evenly from side to side.
 */
final class Bridge {
  private static final double COMPARED_MS = 7;
  private static final double MAX_SHIFT_MS = 4;
  private static final double JOIN_MS = 3;
  private static final double SEAM_MS = 1.5;

  /** Likeness from which on a bend, and a pitch of what follows, are believed in. */
  private static final double BEND_LIKENESS = 0.5;

  private static final double PERIOD_LIKENESS = 0.3;

  /** A bend as wide as allowed must be so much more alike than none. */
  private static final double SHIFT_PENALTY = 0.2;

  private static final double MAX_GAIN = 1.2;

  private final int compared;
  private final int maxShift;
  private final int maxGap;
  private final int seam;
  private final Pitch pitch;
  private final float[] forward;
  private final float[] after;
  private final float[] join;

  /** One period of {@link #after}, made to end where that begins. */
  private final float[] backward;

  private int afterLength;

  /** Samples of {@link #join} to fade over from, 0 when the other side is met exactly. */
  private int joinLength;

  Bridge(int rate) {
    compared = (int) (rate * COMPARED_MS / 1000);
    maxShift = (int) (rate * MAX_SHIFT_MS / 1000);
    maxGap = rate / 50;
    pitch = new Pitch(rate);
    forward = new float[maxGap + maxShift + 2 * compared];
    after = new float[maxGap];
    backward = new float[maxGap];
    seam = (int) (rate * SEAM_MS / 1000);
    join = new float[(int) (rate * JOIN_MS / 1000)];
  }

  /** The longest gap that is bridged: 20 ms. */
  int maxGap() {
    return maxGap;
  }

  /** Whether so much of the other side is enough. */
  boolean suffices(int afterSamples) {
    return afterSamples >= 2 * compared;
  }

  /** Fills the gap; {@code last} is the sample before it, {@code gain} how loud it goes on. */
  void fill(
      Continuation voice,
      double gain,
      short last,
      short[] pcm,
      int offset,
      int samples,
      short[] ahead,
      int aheadOffset,
      int aheadSamples) {
    afterLength = Math.min(aheadSamples, after.length);
    for (int i = 0; i < afterLength; i++) {
      after[i] = ahead[aheadOffset + i];
    }
    int reach = Math.min(Math.min(maxShift, samples), voice.period() * 11 / 20);
    int needed = samples + reach + 2 * compared;
    for (int i = 0; i < needed; i++) {
      forward[i] = voice.next();
    }
    int shift = shift(samples, reach);
    int meet = samples + shift;
    double energy = 1 + Pitch.dot(forward, meet, forward, meet, 2 * compared);
    double afterEnergy = 1 + Pitch.dot(after, 0, after, 0, 2 * compared);
    double lastGain = Math.min(Math.sqrt(afterEnergy / energy), MAX_GAIN);
    pitch.searchAhead(after, compared, afterLength);
    boolean periodic = pitch.likeness > PERIOD_LIKENESS;
    closePeriod(pitch.lag);
    joinLength = periodic ? 0 : join.length;
    for (int i = 0; i < joinLength; i++) {
      join[i] = (float) (forward[meet + i] * lastGain);
    }
    double step = (double) meet / samples;
    // The sound after the gap, a whole number of its periods earlier.
    int mirror = Math.floorMod(-samples, pitch.lag);
    for (int i = 0; i < samples; i++) {
      double way = (double) i / samples;
      double value = between(i * step, last) * (gain + (lastGain - gain) * (i + 1) / samples);
      if (periodic) {
        value += way * (backward[mirror] - value);
        mirror = mirror + 1 == pitch.lag ? 0 : mirror + 1;
      }
      pcm[offset + i] = (short) Math.clamp(Math.round(value), -32768, 32767);
    }
  }

  /** No period is quite like the one before: what it misses is spread over its last samples. */
  private void closePeriod(int lag) {
    System.arraycopy(after, 0, backward, 0, lag);
    float missing = after[0] - after[lag];
    int from = Math.max(0, lag - seam);
    for (int i = from; i < lag; i++) {
      backward[i] += missing * (i - from + 1) / (lag - from + 1);
    }
  }

  /** How much later or earlier the continuation looks most like what really follows. */
  private int shift(int samples, int reach) {
    double own = 1 + Pitch.dot(after, 0, after, 0, compared);
    double bestScore = Double.NEGATIVE_INFINITY;
    int best = 0;
    for (int d = -reach; d <= reach; d++) {
      double cross = Pitch.dot(forward, samples + d, after, 0, compared);
      double energy = 1 + Pitch.dot(forward, samples + d, forward, samples + d, compared);
      double score = cross / Math.sqrt(energy * own) - SHIFT_PENALTY * Math.abs(d) / maxShift;
      if (score > bestScore) {
        bestScore = score;
        best = d;
      }
    }
    return bestScore > BEND_LIKENESS ? best : 0;
  }

  /** The continuation between its samples, by a cubic through the four around. */
  private float between(double at, short last) {
    int k = (int) at;
    float f = (float) (at - k);
    float y0 = k > 0 ? forward[k - 1] : last;
    float y1 = forward[k];
    float y2 = forward[k + 1];
    float y3 = forward[k + 2];
    float c1 = 0.5f * (y2 - y0);
    float c2 = y0 - 2.5f * y1 + 2 * y2 - 0.5f * y3;
    float c3 = 0.5f * (y3 - y0) + 1.5f * (y1 - y2);
    return ((c3 * f + c2) * f + c1) * f + y1;
  }

  /** Fades over into the sound that really followed. */
  void join(short[] pcm, int offset, int samples) {
    int fade = Math.min(joinLength, samples);
    for (int i = 0; i < fade; i++) {
      float weight = (i + 1f) / (fade + 1);
      pcm[offset + i] = (short) Math.round(join[i] * (1 - weight) + pcm[offset + i] * weight);
    }
  }
}
