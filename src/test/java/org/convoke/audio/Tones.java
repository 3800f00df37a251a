package org.convoke.audio;

import java.util.Random;

/** Sounds that tests feed in, and how they cut them into frames. */
final class Tones {
  private Tones() {}

  /** An endless sine without edges: {@code millis} of it, {@code dbfs} as Levels counts. */
  static short[] sine(double hz, int millis, double dbfs, int rate) {
    double amplitude = Math.sqrt(2 * Levels.power(dbfs));
    short[] pcm = new short[millis * rate / 1000];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hz * i / rate));
    }
    return pcm;
  }

  /** Gaussian noise, seeded. */
  static short[] noise(long seed, int millis, double dbfs, int rate) {
    Random random = new Random(seed);
    double deviation = Math.sqrt(Levels.power(dbfs));
    short[] pcm = new short[millis * rate / 1000];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = Limiter.clamp((float) (random.nextGaussian() * deviation));
    }
    return pcm;
  }

  /**
   * Something like speech, seeded: syllables of 120-300 ms with gliding harmonics and formants, in
   * words with pauses; the syllables' level is {@code dbfs}.
   */
  static short[] babble(long seed, int millis, double dbfs, int rate) {
    Random random = new Random(seed);
    short[] pcm = new short[millis * rate / 1000];
    int at = 0;
    while (at < pcm.length) {
      int length = (120 + random.nextInt(180)) * rate / 1000;
      double pitch = 90 + 120 * random.nextDouble();
      double glide = 0.8 + 0.4 * random.nextDouble();
      double formant = 300 + 600 * random.nextDouble();
      double second = 900 + 1500 * random.nextDouble();
      double[] syllable = new double[Math.min(length, pcm.length - at)];
      double squares = 1e-9;
      double phase = 0;
      for (int i = 0; i < syllable.length; i++) {
        double part = (double) i / length;
        double f0 = pitch * (1 + (glide - 1) * part);
        phase += 2 * Math.PI * f0 / rate;
        double x = 0;
        for (int h = 1; h * f0 < 3400; h++) {
          double near = Math.exp(-Math.pow((h * f0 - formant) / 150, 2));
          double next = 0.5 * Math.exp(-Math.pow((h * f0 - second) / 200, 2));
          x += (0.03 + near + next) * Math.sin(h * phase);
        }
        syllable[i] = x * Math.sin(Math.PI * part);
        squares += syllable[i] * syllable[i];
      }
      double scale = Math.sqrt(Levels.power(dbfs) / (squares / syllable.length));
      for (int i = 0; i < syllable.length; i++) {
        pcm[at + i] = Limiter.clamp((float) (syllable[i] * scale));
      }
      at += length + (random.nextInt(4) == 0 ? 250 * rate / 1000 : 20 * rate / 1000);
    }
    return pcm;
  }

  static short[] frame(short[] pcm, int index, int length) {
    short[] frame = new short[length];
    int from = Math.min(pcm.length, index * length);
    System.arraycopy(pcm, from, frame, 0, Math.min(length, pcm.length - from));
    return frame;
  }

  static void put(short[] frame, short[] into, int index) {
    System.arraycopy(frame, 0, into, index * frame.length, frame.length);
  }

  static short[] sum(short[] a, short[] b) {
    short[] sum = a.clone();
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      sum[i] = Limiter.clamp(a[i] + b[i]);
    }
    return sum;
  }

  /** The largest change of the slope between samples: a click sticks out of a tone's own. */
  static int sharpestBend(short[] pcm, int from, int to) {
    int most = 0;
    for (int i = Math.max(2, from); i < to; i++) {
      most = Math.max(most, Math.abs(pcm[i] - 2 * pcm[i - 1] + pcm[i - 2]));
    }
    return most;
  }
}
