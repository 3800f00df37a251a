package org.convoke.audio;

import java.util.Arrays;

/**
 * Hears keys in the sound itself (ITU-T Q.23, Q.24), where telephone-event was not negotiated.
 * State of one leg, for 8 kHz; allocates nothing.
 *
 * <p>Looks at windows of 102 samples (12.75 ms), one every 51. A window holds a key when its two
 * tones make up nearly all its energy, stand out of their groups, lie within the twist (low group
 * up to 10 dB over the high one, high up to 6 dB over the low) and have no second harmonic, which
 * voices have. Four such windows in a row, in which neither tone is off by more than Q.24 wants
 * refused, are a press: 40 ms are enough. Three windows without end it, so a dropout of 15 ms does
 * not double it.
 *
 * <p>Two harmonics of a voice may be as pure as that for 40 ms. They have neighbours, one pitch
 * away, which keys have not: over all four windows, under a window function that keeps the tones'
 * own skirts out, less than {@value #NEIGHBOURS} of the power may lie where a common pitch of both
 * tones would put its other harmonics. Noise 15 dB below the tones stays under that.
 */
public final class InbandDtmf {
  /** What {@link #accept} gives when no key was recognised. */
  public static final char NONE = 0;

  private static final int RATE = 8000;
  private static final int WINDOW = 102;
  private static final int HOP = 51;
  private static final double[] HZ = {697, 770, 852, 941, 1209, 1336, 1477, 1633};
  private static final int SPAN = WINDOW + 3 * HOP;
  private static final int GROUP = 4;
  private static final String KEYS = "123A456B789C*0#D";
  private static final int BEGIN_WINDOWS = 4;
  private static final int END_WINDOWS = 3;

  /** About -37 dBFS for both tones together. */
  private static final double LEAST_POWER = Levels.power(-37);

  private static final double SHARE_OF_ENERGY = 0.68;
  private static final double SHARE_IN_TUNE = 0.8;
  private static final double SHARE_OF_SPAN = 0.92;
  private static final double STEADY = 2;
  private static final double OVER_GROUP = 5;
  private static final double LOW_OVER_HIGH = 10;
  private static final double HIGH_OVER_LOW = 4;
  private static final double HARMONIC_SHARE = 0.15;
  private static final double OFF_TUNE = 0.025;
  private static final double OFF_TUNE_ON_AVERAGE = 0.019;
  private static final double NEIGHBOURS = 0.011;

  /** Pitches of voices, Hz; between the tones lie at most so many harmonics of one. */
  private static final double LOWEST_PITCH = 70;

  private static final double HIGHEST_PITCH = 420;
  private static final int MOST_STEPS = 6;

  /** Nearer than this a harmonic cannot be told from a tone, Hz. */
  private static final double RESOLVED = 2.0 * RATE / SPAN;

  private static final double[] COEFFICIENT = new double[HZ.length];
  private static final double[] SINE = new double[HZ.length];

  /** Hann's window, over the span. */
  private static final double[] HANN = new double[SPAN];

  static {
    for (int i = 0; i < SPAN; i++) {
      HANN[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / SPAN);
    }
    for (int k = 0; k < HZ.length; k++) {
      COEFFICIENT[k] = 2 * Math.cos(2 * Math.PI * HZ[k] / RATE);
      SINE[k] = Math.sin(2 * Math.PI * HZ[k] / RATE);
    }
  }

  /** The last four windows; the youngest is the one at its end. */
  private final short[] span = new short[SPAN];

  private final double[] windowed = new double[SPAN];
  private final double[] power = new double[HZ.length];
  private final double[] real = new double[HZ.length];
  private final double[] imaginary = new double[HZ.length];
  private final double[] realBefore = new double[HZ.length];
  private final double[] imaginaryBefore = new double[HZ.length];
  private final double[] powerBefore = new double[HZ.length];
  private double rowHzOff;
  private double columnHzOff;
  private double energy;
  private double energyBefore;
  private int filled = SPAN - HOP;
  private int candidate = -1;
  private int hits;
  private int misses;
  private int pressed = -1;
  private int pressedWindows;

  /**
   * Takes the next samples, in order; where none came, give zeros.
   *
   * @param length any; 160 for a frame
   * @return the key whose press was recognised in these samples, once a press, or {@link #NONE}
   */
  public char accept(short[] pcm, int length) {
    char key = NONE;
    int taken = 0;
    while (taken < length) {
      int n = Math.min(SPAN - filled, length - taken);
      System.arraycopy(pcm, taken, span, filled, n);
      filled += n;
      taken += n;
      if (filled == SPAN) {
        char begun = follow(inWindow());
        key = begun == NONE ? key : begun;
        System.arraycopy(span, HOP, span, 0, SPAN - HOP);
        filled = SPAN - HOP;
      }
    }
    return key;
  }

  /** A key sounds, or seems to begin: what the others shall not hear. */
  public boolean toneNow() {
    return pressed >= 0 || hits > 0;
  }

  /** How long the last recognised key has been pressed so far, or was; ms. */
  public int pressedMs() {
    return pressedWindows * HOP * 1000 / RATE;
  }

  private char follow(int heard) {
    if (heard < 0) {
      hits = 0;
      candidate = -1;
      if (pressed >= 0 && ++misses >= END_WINDOWS) {
        pressed = -1;
      }
      return NONE;
    }
    int row = heard / GROUP;
    int column = GROUP + heard % GROUP;
    hits = heard == candidate && goesOn(row, column) ? hits + 1 : 1;
    candidate = heard;
    remember(row);
    remember(column);
    energyBefore = energy;
    if (heard == pressed) {
      misses = 0;
      pressedWindows++;
      return NONE;
    }
    if (hits < BEGIN_WINDOWS || !fillsSpan(row, column) || isVoice(row, column)) {
      return NONE;
    }
    pressed = heard;
    pressedWindows = BEGIN_WINDOWS + 1;
    misses = 0;
    return KEYS.charAt(heard);
  }

  /** The key that the window holds, row times 4 plus column, or -1. */
  private int inWindow() {
    energy = 0;
    for (int i = SPAN - WINDOW; i < SPAN; i++) {
      energy += span[i] * span[i];
    }
    if (energy < LEAST_POWER * WINDOW) {
      return -1;
    }
    for (int k = 0; k < HZ.length; k++) {
      measure(k);
    }
    int row = strongest(0);
    int column = strongest(GROUP);
    double low = power[row];
    double high = power[column];
    double both = low + high;
    if (both * 2 / WINDOW < SHARE_OF_ENERGY * energy
        || low > LOW_OVER_HIGH * high
        || high > HIGH_OVER_LOW * low
        || !standsOut(row, 0)
        || !standsOut(column, GROUP)) {
      return -1;
    }
    // The low tone's harmonic lies too near to the high tones to be told from them.
    return harmonic(column) > HARMONIC_SHARE * both ? -1 : row * GROUP + column - GROUP;
  }

  private void measure(int k) {
    double c = COEFFICIENT[k];
    double s1 = 0;
    double s2 = 0;
    for (int i = SPAN - WINDOW; i < SPAN; i++) {
      double s0 = span[i] + c * s1 - s2;
      s2 = s1;
      s1 = s0;
    }
    real[k] = s1 - s2 * c / 2;
    imaginary[k] = s2 * SINE[k];
    power[k] = s1 * s1 + s2 * s2 - c * s1 * s2;
  }

  private double harmonic(int k) {
    // cos 2a = 2 cos^2 a - 1, and the coefficient is 2 cos a.
    double c = COEFFICIENT[k] * COEFFICIENT[k] - 2;
    double s1 = 0;
    double s2 = 0;
    for (int i = SPAN - WINDOW; i < SPAN; i++) {
      double s0 = span[i] + c * s1 - s2;
      s2 = s1;
      s1 = s0;
    }
    return s1 * s1 + s2 * s2 - c * s1 * s2;
  }

  private int strongest(int first) {
    int best = first;
    for (int k = first + 1; k < first + GROUP; k++) {
      best = power[k] > power[best] ? k : best;
    }
    return best;
  }

  private boolean standsOut(int best, int first) {
    for (int k = first; k < first + GROUP; k++) {
      if (k != best && power[k] * OVER_GROUP > power[best]) {
        return false;
      }
    }
    return true;
  }

  private void remember(int k) {
    realBefore[k] = real[k];
    imaginaryBefore[k] = imaginary[k];
    powerBefore[k] = power[k];
  }

  /** This window and the last hold the same two steady tones, in tune, and little else. */
  private boolean goesOn(int row, int column) {
    double rowOff = hzOff(row);
    double columnOff = hzOff(column);
    rowHzOff = hits == 1 ? rowOff : (rowHzOff + rowOff) / 2;
    columnHzOff = hits == 1 ? columnOff : (columnHzOff + columnOff) / 2;
    if (Math.abs(rowOff) > OFF_TUNE * HZ[row] || Math.abs(columnOff) > OFF_TUNE * HZ[column]) {
      return false;
    }
    double rowMissed = 1 / passed(rowOff);
    double columnMissed = 1 / passed(columnOff);
    double both = power[row] * rowMissed + power[column] * columnMissed;
    double bothBefore = powerBefore[row] * rowMissed + powerBefore[column] * columnMissed;
    return both * 2 / WINDOW > SHARE_IN_TUNE * energy
        && bothBefore * 2 / WINDOW > SHARE_IN_TUNE * energyBefore
        && steady(power[row], powerBefore[row])
        && steady(power[column], powerBefore[column]);
  }

  /** Over all four windows the two tones are nearly everything: a gliding voice is not. */
  private boolean fillsSpan(int row, int column) {
    if (Math.abs(rowHzOff) > OFF_TUNE_ON_AVERAGE * HZ[row]
        || Math.abs(columnHzOff) > OFF_TUNE_ON_AVERAGE * HZ[column]) {
      return false;
    }
    double both =
        Goertzel.power(span, 0, SPAN, HZ[row] + rowHzOff, RATE)
            + Goertzel.power(span, 0, SPAN, HZ[column] + columnHzOff, RATE);
    return both > SHARE_OF_SPAN * Levels.meanSquare(span, 0, SPAN);
  }

  /** The tones have neighbours, as if they were harmonics of one pitch. */
  private boolean isVoice(int row, int column) {
    double low = HZ[row] + rowHzOff;
    double high = HZ[column] + columnHzOff;
    for (int i = 0; i < SPAN; i++) {
      windowed[i] = HANN[i] * span[i];
    }
    double allowed = NEIGHBOURS * (inSpan(low) + inSpan(high));
    for (int steps = 1; steps <= MOST_STEPS; steps++) {
      double pitch = (high - low) / steps;
      if (pitch >= LOWEST_PITCH
          && pitch <= HIGHEST_PITCH
          && neighbour(low - pitch, low, high)
                  + neighbour(low + pitch, low, high)
                  + neighbour(high - pitch, low, high)
                  + neighbour(high + pitch, low, high)
                  + neighbour(pitch, low, high)
                  + neighbour(2 * pitch, low, high)
              > allowed) {
        return true;
      }
    }
    return false;
  }

  private double neighbour(double hz, double low, double high) {
    return hz < RESOLVED || Math.abs(hz - low) < RESOLVED || Math.abs(hz - high) < RESOLVED
        ? 0
        : inSpan(hz);
  }

  private double inSpan(double hz) {
    double c = 2 * Math.cos(2 * Math.PI * hz / RATE);
    double s1 = 0;
    double s2 = 0;
    for (int i = 0; i < SPAN; i++) {
      double s0 = windowed[i] + c * s1 - s2;
      s2 = s1;
      s1 = s0;
    }
    return s1 * s1 + s2 * s2 - c * s1 * s2;
  }

  /** How far the tone is off, by how its phase went on from the last window. */
  private double hzOff(int k) {
    double cross = imaginary[k] * realBefore[k] - real[k] * imaginaryBefore[k];
    double dot = real[k] * realBefore[k] + imaginary[k] * imaginaryBefore[k];
    double turn = Math.atan2(cross, dot) - 2 * Math.PI * HZ[k] * HOP / RATE;
    return Math.IEEEremainder(turn, 2 * Math.PI) * RATE / (2 * Math.PI * HOP);
  }

  /** The part of a tone's power that a filter passes whose frequency is so far off. */
  private static double passed(double hzOff) {
    double x = Math.PI * hzOff * WINDOW / RATE;
    double share = Math.abs(x) < 1e-6 ? 1 : Math.sin(x) / x;
    return share * share;
  }

  private static boolean steady(double power, double before) {
    return power < STEADY * before && before < STEADY * power;
  }

  /** Forgets everything, as when the leg's sound jumps. */
  public void reset() {
    filled = SPAN - HOP;
    candidate = -1;
    hits = 0;
    pressed = -1;
    Arrays.fill(span, (short) 0);
  }
}
