package org.convoke.audio;

import java.util.Arrays;

/**
 * Brings a voice that a machine spoke to the loudness of the recorded prompts, as scripts/prompts
 * does for those: the speech without its pauses lies at -20 dBFS, peaks under -3.5, silence before
 * and after is cut off. Works on a whole sound at {@value Clip#RATE} samples per second.
 */
public final class SpokenLevel {
  /** Where recorded prompts lie. */
  public static final double TARGET_DBFS = -20;

  /** Under this, with peaks at {@link #PEAK}, nobody speaks. */
  private static final double PAUSE_DBFS = -42;

  private static final float PEAK = 16_384;

  /** -3.5 dBFS. */
  private static final float CEILING = 21_900f;

  /** What the limiter keeps peaks under. */
  private static final float LIMIT = 32_768f;

  private static final int BLOCK = Clip.RATE / 100;
  private static final int FRAME = 2 * BLOCK;

  /** Blocks left before the first sound and after the last. */
  private static final int MARGIN = 2;

  private static final int ROUNDS = 3;

  private SpokenLevel() {}

  /** The voice as a prompt; nothing where nothing was spoken. */
  public static short[] of(float[] voice) {
    float most = 0;
    for (float x : voice) {
      most = Math.max(most, Math.abs(x));
    }
    if (!(most > 0) || Float.isInfinite(most)) {
      return new short[0];
    }
    float scale = PEAK / most;
    boolean[] speaks = blocks(voice, scale);
    int first = 0;
    int last = speaks.length - 1;
    while (first < last && !speaks[first]) {
      first++;
    }
    while (last > first && !speaks[last]) {
      last--;
    }
    int from = Math.max(0, first - MARGIN);
    int to = Math.min(speaks.length - 1, last + MARGIN) + 1;
    float[] kept = Arrays.copyOfRange(voice, from * BLOCK, Math.min(to * BLOCK, voice.length));
    boolean[] counted = Arrays.copyOfRange(speaks, from, to);
    double gain = scale;
    short[] out = new short[kept.length];
    for (int round = 0; round < ROUNDS; round++) {
      limited(kept, (float) gain, out);
      double dbfs = level(out, counted);
      gain *= Levels.factor(TARGET_DBFS - dbfs);
    }
    limited(kept, (float) gain, out);
    return out;
  }

  private static boolean[] blocks(float[] voice, float scale) {
    boolean[] speaks = new boolean[(voice.length + BLOCK - 1) / BLOCK];
    double least = Levels.power(PAUSE_DBFS);
    for (int b = 0; b < speaks.length; b++) {
      double squares = 0;
      int end = Math.min(voice.length, (b + 1) * BLOCK);
      for (int i = b * BLOCK; i < end; i++) {
        squares += (double) voice[i] * scale * voice[i] * scale;
      }
      speaks[b] = squares / BLOCK > least;
    }
    return speaks;
  }

  private static double level(short[] pcm, boolean[] counted) {
    double squares = 0;
    long count = 0;
    for (int b = 0; b < counted.length; b++) {
      if (counted[b]) {
        int end = Math.min(pcm.length, (b + 1) * BLOCK);
        for (int i = b * BLOCK; i < end; i++) {
          squares += (double) pcm[i] * pcm[i];
          count++;
        }
      }
    }
    return Levels.dbfs(squares / Math.max(1, count));
  }

  /** The limiter works under full scale: so the sound goes through it larger than it will be. */
  private static void limited(float[] voice, float gain, short[] out) {
    Limiter limiter = new Limiter();
    float up = gain * LIMIT / CEILING;
    int[] sum = new int[FRAME];
    short[] frame = new short[FRAME];
    for (int at = 0; at < voice.length; at += FRAME) {
      int n = Math.min(FRAME, voice.length - at);
      for (int i = 0; i < FRAME; i++) {
        sum[i] = i < n ? Math.round(voice[at + i] * up) : 0;
      }
      limiter.process(sum, frame, FRAME);
      for (int i = 0; i < n; i++) {
        out[at + i] = (short) Math.round(frame[i] * (CEILING / LIMIT));
      }
    }
  }
}
