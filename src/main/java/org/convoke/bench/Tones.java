package org.convoke.bench;

import java.util.Random;
import org.convoke.audio.G711;

/** What talkers send, in frames of G.711 made beforehand, and which tones a frame holds. */
final class Tones {
  static final int FRAME = 160;

  /** The same at 48 kHz. */
  static final int WIDE_FRAME = 960;

  /** More talkers than anybody understands. */
  static final int MAX_TALKERS = 8;

  /** Frames of noise; the next call begins at another. */
  static final int NOISES = 64;

  /** Differences that all differ (a Golomb ruler): 2a - b is no tone for any two tones a, b. */
  private static final int[] RULER = {0, 9, 22, 34, 4, 15, 32, 1};

  private static final int LOWEST_HZ = 500;
  private static final int STEP_HZ = 50;
  private static final int RATE_HZ = 8000;

  /** -12 dBFS. */
  private static final double TONE = 32_768 * 0.25;

  /** About -66 dBFS. */
  private static final int NOISE = 16;

  /** A tone is there from -40 dBFS on, when it is not the shadow of one 26 dB stronger. */
  private static final double LEAST = 0.01;

  private static final double SHADOW = 0.05;

  /** A frame with less of its power in tones is a prompt. */
  private static final double TONAL = 0.2;

  private final byte[][] tone = new byte[MAX_TALKERS][FRAME];
  private final byte[][] noise = new byte[NOISES][FRAME];
  private final float[] linear = new float[256];
  private final float[][] sine = new float[MAX_TALKERS][FRAME];
  private final float[][] cosine = new float[MAX_TALKERS][FRAME];
  private final float[] samples = new float[FRAME];
  private final double[] level = new double[MAX_TALKERS];

  Tones(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 256; i++) {
      linear[i] = G711.MU_LAW.decode((byte) i) / 32_768f;
    }
    for (int k = 0; k < MAX_TALKERS; k++) {
      for (int i = 0; i < FRAME; i++) {
        double angle = 2 * Math.PI * hertz(k) * i / RATE_HZ;
        sine[k][i] = (float) Math.sin(angle);
        cosine[k][i] = (float) Math.cos(angle);
        tone[k][i] = G711.MU_LAW.encode((short) Math.round(TONE * Math.sin(angle)));
      }
    }
    for (byte[] frame : noise) {
      for (int i = 0; i < FRAME; i++) {
        frame[i] = G711.MU_LAW.encode((short) (random.nextInt(2 * NOISE + 1) - NOISE));
      }
    }
  }

  static int hertz(int talker) {
    return LOWEST_HZ + STEP_HZ * RULER[talker];
  }

  byte[] tone(int talker) {
    return tone[talker];
  }

  byte[] noise(int number) {
    return noise[number % NOISES];
  }

  /** A frame of a talker's tone at 48 kHz; it follows itself without a step. */
  static short[] wide(int talker) {
    short[] frame = new short[WIDE_FRAME];
    for (int i = 0; i < WIDE_FRAME; i++) {
      double angle = 2 * Math.PI * hertz(talker) * i / (RATE_HZ * WIDE_FRAME / FRAME);
      frame[i] = (short) Math.round(TONE * Math.sin(angle));
    }
    return frame;
  }

  /** A frame of the same faint noise at 48 kHz. */
  static short[] wideNoise(Random random) {
    short[] frame = new short[WIDE_FRAME];
    for (int i = 0; i < WIDE_FRAME; i++) {
      frame[i] = (short) (random.nextInt(2 * NOISE + 1) - NOISE);
    }
    return frame;
  }

  /** Which talkers' tones a frame of 20 ms at 48 kHz holds; bit k for talker k. */
  int heard(short[] wide, int talkers) {
    for (int i = 0; i < FRAME; i++) {
      // Nobody sends anything above 4 kHz that could fold.
      samples[i] = wide[WIDE_FRAME / FRAME * i] / 32_768f;
    }
    return heard(talkers);
  }

  /**
   * Which talkers' tones a frame holds.
   *
   * @param b 20 ms of mu-law from {@code offset}
   * @return bit k for talker k
   */
  int heard(byte[] b, int offset, int talkers) {
    for (int i = 0; i < FRAME; i++) {
      samples[i] = linear[b[offset + i] & 0xFF];
    }
    return heard(talkers);
  }

  private int heard(int talkers) {
    double strongest = 0;
    double power = 0;
    double tonal = 0;
    for (float sample : samples) {
      power += sample * sample;
    }
    for (int k = 0; k < talkers; k++) {
      float s = 0;
      float c = 0;
      for (int i = 0; i < FRAME; i++) {
        s += samples[i] * sine[k][i];
        c += samples[i] * cosine[k][i];
      }
      level[k] = Math.sqrt((double) s * s + (double) c * c) * 2 / FRAME;
      strongest = Math.max(strongest, level[k]);
      tonal += level[k] * level[k] / 2;
    }
    if (tonal < TONAL * power / FRAME) {
      return 0;
    }
    int heard = 0;
    for (int k = 0; k < talkers; k++) {
      if (level[k] >= LEAST && level[k] >= SHADOW * strongest) {
        heard |= 1 << k;
      }
    }
    return heard;
  }
}
