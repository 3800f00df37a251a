package org.convoke.audio;

/**
 * Brings a sum back into 16 bits without audible clipping. State of one output stream.
 *
 * <p>A frame that fits passes bit by bit. Else the gain is steered through eight nodes a frame, so
 * that each eighth fits: it falls within an eighth (2.5 ms), stays for 200 ms so that it does not
 * follow the beat of the sum, and comes back over about half a second. Only the first eighth of a
 * sudden overload can touch the rails, where the last frame's gain still ends; that is too short to
 * be heard as distortion.
 */
final class Limiter {
  private static final int PARTS = 8;

  /** Where overloads are brought down to: a little under full scale. */
  private static final float CEILING = 32000;

  /** How much of the missing gain comes back in an eighth of a frame. */
  private static final float RELEASE = 2.5f / 400;

  /** Eighths that the gain stays after it was needed. */
  private static final int HOLD = 80;

  private static final float NEAR_ONE = 0.9995f;

  private final float[] room = new float[PARTS];
  private float gain = 1;
  private int hold;

  float gain() {
    return gain;
  }

  /** Goes on where another stream's limiter stands. */
  void gain(float value) {
    gain = value;
    hold = value < 1 ? HOLD : 0;
  }

  /** A frame of silence: the gain recovers as in a frame of sound. */
  void idle() {
    for (int k = 0; k < PARTS && gain < 1; k++) {
      gain = recovered();
    }
  }

  void process(int[] sum, short[] out, int length) {
    if (gain == 1 && fits(sum, length)) {
      for (int i = 0; i < length; i++) {
        out[i] = (short) sum[i];
      }
      return;
    }
    int part = length / PARTS;
    for (int k = 0; k < PARTS; k++) {
      int peak = peak(sum, k * part, part);
      room[k] = peak > 32768 ? CEILING / peak : 1;
    }
    for (int k = 0; k < PARTS; k++) {
      float most = k + 1 < PARTS ? Math.min(room[k], room[k + 1]) : room[k];
      float next = recovered();
      if (next >= most && most < 1) {
        next = most;
        hold = HOLD;
      }
      ramp(sum, out, k * part, part, gain, next);
      gain = next;
    }
  }

  /** A frame at whose end the gain is another stream's: the listener moves over to that one. */
  void processInto(int[] sum, short[] out, int length, float endGain) {
    ramp(sum, out, 0, length, gain, endGain);
    gain = endGain;
  }

  private float recovered() {
    if (hold > 0) {
      hold--;
      return gain;
    }
    float g = gain + (1 - gain) * RELEASE;
    return g > NEAR_ONE ? 1 : g;
  }

  private static boolean fits(int[] sum, int length) {
    int low = 0;
    int high = 0;
    for (int i = 0; i < length; i++) {
      low = Math.min(low, sum[i]);
      high = Math.max(high, sum[i]);
    }
    return low >= Short.MIN_VALUE && high <= Short.MAX_VALUE;
  }

  private static int peak(int[] sum, int offset, int length) {
    int peak = 0;
    for (int i = offset; i < offset + length; i++) {
      peak = Math.max(peak, Math.abs(sum[i]));
    }
    return peak;
  }

  private static void ramp(int[] sum, short[] out, int offset, int length, float from, float to) {
    float step = (to - from) / length;
    for (int i = 0; i < length; i++) {
      out[offset + i] = clamp(sum[offset + i] * (from + step * (i + 1)));
    }
  }

  static short clamp(float x) {
    float within = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, x));
    return (short) ((int) (within + 32768.5f) - 32768);
  }
}
