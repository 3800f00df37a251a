package org.convoke.audio;

import java.util.Arrays;

/**
 * Changes the sample rate of a stream between 8, 16 and 48 kHz: a polyphase FIR of linear phase.
 * Each frame gives exactly its share of samples, and nothing is allocated. One instance a stream.
 *
 * <p>The filter passes up to 0.84 of the lower rate's half (within 0.5 dB) and stops by 60 dB from
 * 1.08 of it; it delays by 2 ms between 8 kHz and others, by 1.25 ms between 16 and 48 kHz.
 */
public final class Resampler {
  /** The longest stretch computed at a time: 20 ms. */
  private static final int BLOCKS_PER_SECOND = 50;

  /** Where the filter passes half, in parts of the lower rate's half. */
  private static final double CUTOFF = 0.95;

  private final int inRate;
  private final int outRate;

  /** Output samples per input sample are {@code up / down}; one of both is 1. */
  private final int up;

  private final int down;

  /** Taps by phase; each reversed, so that it runs along the input. */
  private final float[][] phases;

  private final int taps;

  /** Input by phase ({@code down} of them), each with its history in front. */
  private final float[][] input;

  private final float[] sum;

  /**
   * @param inRate 8000, 16000 or 48000 Hz
   * @param outRate another of them, or the same: then samples are copied
   */
  public Resampler(int inRate, int outRate) {
    check(inRate);
    check(outRate);
    this.inRate = inRate;
    this.outRate = outRate;
    up = Math.max(1, outRate / inRate);
    down = Math.max(1, inRate / outRate);
    int ratio = Math.max(up, down);
    int low = Math.min(inRate, outRate);
    taps = low == 8000 ? 32 : 40;
    phases = split(LowPass.design(taps * ratio, 0.5 * CUTOFF / ratio, ratio == up ? up : 1), ratio);
    int block = low / BLOCKS_PER_SECOND;
    input = new float[down][taps - 1 + block];
    sum = new float[block];
  }

  private static void check(int rate) {
    if (rate != 8000 && rate != 16000 && rate != 48000) {
      throw new IllegalArgumentException("a rate of " + rate + " Hz, not 8000, 16000 or 48000");
    }
  }

  private static float[][] split(float[] filter, int ratio) {
    int taps = filter.length / ratio;
    float[][] phases = new float[ratio][taps];
    for (int p = 0; p < ratio; p++) {
      for (int k = 0; k < taps; k++) {
        phases[p][taps - 1 - k] = filter[k * ratio + p];
      }
    }
    return phases;
  }

  /** Input samples per second. */
  public int inRate() {
    return inRate;
  }

  /** Output samples per second. */
  public int outRate() {
    return outRate;
  }

  /** How many samples come out for so many that go in. */
  public int outputLength(int samples) {
    return samples * up / down;
  }

  /**
   * Resamples a frame.
   *
   * @param samples of input; a multiple of {@code inRate / outRate} when that is above 1
   * @return the samples written: {@link #outputLength}
   */
  public int process(short[] in, int offset, int samples, short[] out, int outOffset) {
    if (inRate == outRate) {
      System.arraycopy(in, offset, out, outOffset, samples);
      return samples;
    }
    int block = inRate / BLOCKS_PER_SECOND;
    for (int done = 0; done < samples; done += block) {
      int n = Math.min(block, samples - done);
      if (up > 1) {
        interpolate(in, offset + done, n, out, outOffset + done * up);
      } else {
        decimate(in, offset + done, n / down, out, outOffset + done / down);
      }
    }
    return samples * up / down;
  }

  private void interpolate(short[] in, int offset, int n, short[] out, int outOffset) {
    float[] x = input[0];
    for (int i = 0; i < n; i++) {
      x[taps - 1 + i] = in[offset + i];
    }
    for (int p = 0; p < up; p++) {
      Arrays.fill(sum, 0, n, 0f);
      filter(x, phases[p], n);
      for (int i = 0; i < n; i++) {
        out[outOffset + p + i * up] = toShort(sum[i]);
      }
    }
    System.arraycopy(x, n, x, 0, taps - 1);
  }

  private void decimate(short[] in, int offset, int n, short[] out, int outOffset) {
    Arrays.fill(sum, 0, n, 0f);
    for (int p = 0; p < down; p++) {
      float[] x = input[p];
      // The last sample of each group meets the first tap.
      int first = offset + down - 1 - p;
      for (int i = 0; i < n; i++) {
        x[taps - 1 + i] = in[first + i * down];
      }
      filter(x, phases[p], n);
      System.arraycopy(x, n, x, 0, taps - 1);
    }
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = toShort(sum[i]);
    }
  }

  /**
   * Tap by tap over the whole block: a loop without a carried sum, which the compiler vectorises;
   * four taps at a time, so that sums are loaded and stored less. The taps are a multiple of four.
   */
  private void filter(float[] x, float[] taps, int n) {
    float[] to = sum;
    for (int k = 0; k < taps.length; k += 4) {
      float t0 = taps[k];
      float t1 = taps[k + 1];
      float t2 = taps[k + 2];
      float t3 = taps[k + 3];
      for (int i = 0; i < n; i++) {
        to[i] += t0 * x[k + i] + t1 * x[k + i + 1] + (t2 * x[k + i + 2] + t3 * x[k + i + 3]);
      }
    }
  }

  /** Forgets the past. */
  public void reset() {
    for (float[] x : input) {
      Arrays.fill(x, 0f);
    }
  }

  private static short toShort(float value) {
    return (short) Math.max(-32768, Math.min(Math.round(value), 32767));
  }
}
