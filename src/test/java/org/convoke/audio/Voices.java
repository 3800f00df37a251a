package org.convoke.audio;

import java.util.Random;

/**
 * Sounds of people and instruments for talk-off tests, endless and seeded: vowels that glide into
 * one another with the pitch of men, women and children, and melodies with chords. They are louder
 * and purer than life, which is what a detector of tones mistakes for keys.
 */
final class Voices {
  private static final int RATE = 8000;

  /** First three formants of vowels, Hz (Peterson and Barney 1952, men). */
  private static final double[][] VOWELS = {
    {270, 2290, 3010},
    {390, 1990, 2550},
    {530, 1840, 2480},
    {660, 1720, 2410},
    {730, 1090, 2440},
    {570, 840, 2410},
    {440, 1020, 2240},
    {300, 870, 2240},
    {640, 1190, 2390},
    {490, 1350, 1690}
  };

  private static final double[] BANDWIDTHS = {50, 70, 110};

  private Voices() {}

  /** Speech-like: about four vowels a second, pauses between words, some breath. */
  static short[] vowels(long seed, int seconds) {
    Random random = new Random(seed);
    short[] out = new short[seconds * RATE];
    // A tract shorter by a fifth has formants higher by a quarter, and a higher voice.
    double tract = 1 + 0.3 * random.nextDouble();
    double pitch = 85 * Math.pow(tract, 4) * (0.9 + 0.3 * random.nextDouble());
    double[] from = VOWELS[0];
    double[] state = new double[6];
    double phase = 0;
    double loud = 0.3 + 0.7 * random.nextDouble();
    for (int at = 0; at < out.length; ) {
      int length = (100 + random.nextInt(300)) * RATE / 1000;
      double[] to = VOWELS[random.nextInt(VOWELS.length)];
      boolean pause = random.nextInt(6) == 0;
      // Some vowels are held, as singers and hesitant people do.
      boolean held = random.nextInt(5) == 0;
      double glide = held ? 0 : (random.nextDouble() - 0.5) * 0.4;
      double breath = 0.01 + 0.05 * random.nextDouble();
      double[] a = new double[3];
      double[] b = new double[3];
      for (int i = 0; i < length && at < out.length; i++, at++) {
        double part = (double) i / length;
        if (i % 40 == 0) {
          for (int f = 0; f < 3; f++) {
            double hz = tract * (held ? to[f] : from[f] + (to[f] - from[f]) * part);
            double r = Math.exp(-Math.PI * BANDWIDTHS[f] / RATE);
            a[f] = 2 * r * Math.cos(2 * Math.PI * Math.min(hz, 3700) / RATE);
            b[f] = -r * r;
          }
        }
        phase += pitch * (1 + glide * part) / RATE;
        double source = (random.nextDouble() - 0.5) * breath;
        if (phase >= 1) {
          phase -= 1;
          source += pause ? 0 : 1;
        }
        double x = source;
        for (int f = 0; f < 3; f++) {
          double y = (1 - a[f] - b[f]) * x + a[f] * state[2 * f] + b[f] * state[2 * f + 1];
          state[2 * f + 1] = state[2 * f];
          state[2 * f] = y;
          x = y;
        }
        double envelope = Math.min(1, 8 * Math.min(part, 1 - part));
        out[at] = clamped(x * loud * 60_000 * (0.3 + 0.7 * envelope));
      }
      from = to;
    }
    return out;
  }

  /** Notes of the tempered scale with a few harmonics, one to three at a time, plucked or held. */
  static short[] music(long seed, int seconds) {
    Random random = new Random(seed);
    double[] mix = new double[seconds * RATE];
    double brightness = 0.25 + 0.5 * random.nextDouble();
    boolean plucked = random.nextBoolean();
    for (int at = 0; at < mix.length; ) {
      int length = (120 + random.nextInt(500)) * RATE / 1000;
      int voices = 1 + random.nextInt(3);
      for (int v = 0; v < voices; v++) {
        double hz = 110 * Math.pow(2, random.nextInt(40) / 12.0);
        double level = 5_000;
        for (int h = 1; h * hz < 3_800 && level > 50; h++, level *= brightness) {
          add(mix, at, length, h * hz, level, plucked ? 3.0 + h : 0.2);
        }
      }
      at += length;
    }
    short[] out = new short[mix.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = clamped(mix[i]);
    }
    return out;
  }

  /** A sine that fades by {@code decay} e-folds a second, by recursion. */
  private static void add(double[] mix, int at, int length, double hz, double level, double decay) {
    double r = Math.exp(-decay / RATE);
    double c = 2 * r * Math.cos(2 * Math.PI * hz / RATE);
    double before = 0;
    double now = level * Math.sin(2 * Math.PI * hz / RATE);
    for (int i = at; i < Math.min(at + length, mix.length); i++) {
      mix[i] += now;
      double next = c * now - r * r * before;
      before = now;
      now = next;
    }
  }

  private static short clamped(double value) {
    return (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
  }
}
