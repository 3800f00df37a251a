package org.convoke.audio;

/**
 * Quiet music for those who wait, composed here and so free of any licence: eight bars of plucked
 * chords, 24 s. The ends of notes ring on into the loop's beginning, so that it has no seam.
 */
final class HoldMusic {
  private static final int SECONDS = 24;
  private static final double LEVEL_DBFS = -26;
  private static final int NOTES_PER_BAR = 8;

  /** Semitones from A4 (440 Hz) of each bar's chord, low to high, the first the bass. */
  private static final int[][] BARS = {
    {-21, -9, -5, -2, 3}, // C
    {-24, -12, -9, -5, 0}, // A minor
    {-28, -16, -9, -4, 0}, // F
    {-26, -14, -10, -7, -2}, // G
    {-21, -9, -5, -2, 7}, // C
    {-29, -17, -10, -5, -2}, // E minor
    {-28, -16, -9, -4, 3}, // F
    {-26, -14, -7, -2, 2}, // G
  };

  /** Which of the chord's upper notes each pluck takes. */
  private static final int[] PATTERN = {1, 2, 3, 4, 3, 2, 3, 2};

  /** Level of the 1st, 2nd and 3rd partial. */
  private static final double[] PARTIALS = {1, 0.35, 0.12};

  private HoldMusic() {}

  /** The loop at {@code rate}: some 50 ms of work. */
  static short[] loop(int rate) {
    float[] sound = new float[SECONDS * rate];
    int bar = sound.length / BARS.length;
    for (int b = 0; b < BARS.length; b++) {
      pluck(sound, b * bar, BARS[b][0], 1.2, 2.2, rate);
      for (int n = 0; n < NOTES_PER_BAR; n++) {
        double accent = n == 0 ? 0.8 : 0.55 + 0.1 * (n % 2);
        pluck(sound, b * bar + n * bar / NOTES_PER_BAR, BARS[b][PATTERN[n]], accent, 0.9, rate);
      }
    }
    double squares = 0;
    for (float x : sound) {
      squares += (double) x * x;
    }
    double scale = Math.sqrt(Levels.power(LEVEL_DBFS) / (squares / sound.length));
    short[] pcm = new short[sound.length];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = Limiter.clamp((float) (sound[i] * scale));
    }
    return pcm;
  }

  /** Adds a note that decays by 60 dB in three times {@code ring} seconds, around the loop. */
  private static void pluck(
      float[] to, int start, int semitones, double level, double ring, int rate) {
    double hz = 440 * Math.pow(2, semitones / 12.0);
    int length = (int) (3 * ring * rate);
    int attack = rate / 60;
    for (int p = 0; p < PARTIALS.length; p++) {
      // A decaying sine by recurrence: x[n] = 2 r cos(w) x[n-1] - r^2 x[n-2].
      double decay = Math.exp(-2.303 * (1 + 0.6 * p) / (ring * rate));
      double w = 2 * Math.PI * hz * (p + 1) / rate;
      double a = 2 * decay * Math.cos(w);
      double b = decay * decay;
      double x1 = 0;
      double x2 = -level * PARTIALS[p] * Math.sin(w) / decay;
      int at = start;
      for (int i = 0; i < length; i++) {
        double x = a * x1 - b * x2;
        x2 = x1;
        x1 = x;
        to[at] += (float) (i < attack ? x * i / attack : x);
        at = at + 1 == to.length ? 0 : at + 1;
      }
    }
  }
}
