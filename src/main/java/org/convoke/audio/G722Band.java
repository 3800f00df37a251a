package org.convoke.audio;

/**
 * One sub-band of G.722: the adaptive quantiser's scale and the predictor of two poles and six
 * zeros (ITU-T G.722 §3.6, §4.2 blocks 3 and 4). Encoder and decoder run the same one, which keeps
 * them in step. The names of the standard are kept where it names a quantity.
 */
final class G722Band {
  /** Scale steps of the lower band for the 16 codes of its upper four bits (W_L by R_L). */
  private static final int[] LOW_STEPS = {
    -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60
  };

  /** Scale steps of the upper band for its four codes (W_H by R_H). */
  private static final int[] HIGH_STEPS = {798, -214, 798, -214};

  /** Inverse of the lower band's quantiser at four bits (QQ4), in 1/32768 of the scale. */
  private static final int[] LOW_LEVELS = {
    0, -20456, -12896, -8968, -6288, -4240, -2584, -1200,
    20456, 12896, 8968, 6288, 4240, 2584, 1200, 0
  };

  /** Inverse of the upper band's quantiser (QQ2). */
  private static final int[] HIGH_LEVELS = {-7408, -1616, 7408, 1616};

  /** 2048 * 2^(i/32): the inverse of the logarithm (ILB). */
  private static final int[] ANTILOG = {
    2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
    2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008
  };

  private final int[] steps;
  private final int[] levels;
  private final int logLimit;
  private final int logShift;
  private final int firstScale;

  /** The prediction of the next sample (s), of which the zeros' share (sz). */
  int s;

  private int sz;

  /** The scale (det) and its logarithm (nb). */
  int det;

  private int nb;

  private int r1;
  private int p1;
  private int p2;
  private int a1;
  private int a2;
  private int d1;
  private int d2;
  private int d3;
  private int d4;
  private int d5;
  private int d6;
  private int b1;
  private int b2;
  private int b3;
  private int b4;
  private int b5;
  private int b6;

  private G722Band(int[] steps, int[] levels, int logLimit, int logShift, int firstScale) {
    this.steps = steps;
    this.levels = levels;
    this.logLimit = logLimit;
    this.logShift = logShift;
    this.firstScale = firstScale;
    reset();
  }

  static G722Band low() {
    return new G722Band(LOW_STEPS, LOW_LEVELS, 18432, 8, 32);
  }

  static G722Band high() {
    return new G722Band(HIGH_STEPS, HIGH_LEVELS, 22528, 10, 8);
  }

  void reset() {
    s = sz = nb = r1 = p1 = p2 = a1 = a2 = 0;
    d1 = d2 = d3 = d4 = d5 = d6 = 0;
    b1 = b2 = b3 = b4 = b5 = b6 = 0;
    det = firstScale;
  }

  /** The quantised difference of a code, at the scale of now. */
  int difference(int code) {
    return det * levels[code] >> 15;
  }

  /** Takes one code: adapts the scale, then the predictor, and predicts the next sample. */
  void adapt(int code) {
    int d = difference(code);
    nb = clamp((nb * 127 >> 7) + steps[code], 0, logLimit);
    int octave = logShift - (nb >> 11);
    int mantissa = ANTILOG[nb >> 6 & 31];
    det = (octave < 0 ? mantissa << -octave : mantissa >> octave) << 2;
    predict(d);
  }

  private void predict(int d) {
    int r0 = saturate(s + d);
    int p0 = saturate(sz + d);
    adaptPoles(p0);
    adaptZeros(d);
    d6 = d5;
    d5 = d4;
    d4 = d3;
    d3 = d2;
    d2 = d1;
    d1 = d;
    p2 = p1;
    p1 = p0;
    int poles = (a1 * saturate(r0 << 1) >> 15) + (a2 * saturate(r1 << 1) >> 15);
    r1 = r0;
    // A difference fits in 15 bits: its double needs no saturation.
    sz =
        saturate(
            (b1 * (d1 << 1) >> 15)
                + (b2 * (d2 << 1) >> 15)
                + (b3 * (d3 << 1) >> 15)
                + (b4 * (d4 << 1) >> 15)
                + (b5 * (d5 << 1) >> 15)
                + (b6 * (d6 << 1) >> 15));
    s = saturate(saturate(poles) + sz);
  }

  /** Blocks UPPOL2 and UPPOL1; the limits keep the predictor stable. */
  private void adaptPoles(int p0) {
    boolean likeLast = (p0 ^ p1) >= 0;
    int a1x4 = saturate(a1 << 2);
    int step2 = Math.min(likeLast ? -a1x4 : a1x4, 32767) >> 7;
    int next2 = step2 + ((p0 ^ p2) >= 0 ? 128 : -128) + (a2 * 32512 >> 15);
    a2 = clamp(next2, -12288, 12288);
    int limit = 15360 - a2;
    int next1 = (likeLast ? 192 : -192) + (a1 * 32640 >> 15);
    a1 = clamp(next1, -limit, limit);
  }

  /** Block UPZERO: each coefficient leaks, and leans to the sign of its correlation. */
  private void adaptZeros(int d) {
    int step = d == 0 ? 0 : 128;
    b1 = leak(b1, d ^ d1, step);
    b2 = leak(b2, d ^ d2, step);
    b3 = leak(b3, d ^ d3, step);
    b4 = leak(b4, d ^ d4, step);
    b5 = leak(b5, d ^ d5, step);
    b6 = leak(b6, d ^ d6, step);
  }

  private static int leak(int b, int signs, int step) {
    return saturate((b * 32640 >> 15) + (signs >= 0 ? step : -step));
  }

  static int saturate(int value) {
    return clamp(value, -32768, 32767);
  }

  /** Without the checks of the JDK's own, which the loops here would notice. */
  private static int clamp(int value, int least, int most) {
    return Math.max(least, Math.min(value, most));
  }
}
