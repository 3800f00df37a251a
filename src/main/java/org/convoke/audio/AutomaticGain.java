package org.convoke.audio;

/**
 * Brings quiet and loud voices near to each other. State of one leg, for frames of 20 ms at any
 * rate; allocates nothing.
 *
 * <p>Learns the level of speech over about 1.5 s of words and steers it into a band, -19.3 to -14.5
 * dBFS; a voice within the band is left alone. The gain lies between -12 and +18 dB, moves at most
 * 10 dB a second and only in words, so pauses do not breathe; it never lifts the learnt noise floor
 * over -45 dBFS. What would not fit in 16 bits is turned down at once.
 */
public final class AutomaticGain {
  private static final double BAND_LOW = Levels.power(-19.3);
  private static final double BAND_HIGH = Levels.power(-14.5);
  private static final double ALONE_LOW = Levels.power(-33);
  private static final double ALONE_HIGH = Levels.power(-12);
  private static final double NOISE_LIMIT = Levels.power(-45);

  /** What is softer is no voice to learn from. */
  private static final double LEAST_VOICE = Levels.power(-46);

  private static final float MOST = Levels.factor(18);
  private static final float LEAST = Levels.factor(-12);
  private static final float UP_PER_FRAME = Levels.factor(0.2);
  private static final float DOWN_PER_FRAME = Levels.factor(-0.3);

  /** Frames of speech before anything is believed. */
  private static final int FIRST_FRAMES = 5;

  private static final int MEMORY_FRAMES = 75;

  /** Frames this much under the learnt level are ends of words, not the voice's level: 15 dB. */
  private static final double WORD_END = 0.03;

  private static final float CEILING = 31000;

  private double learnt;
  private int frames;
  private float gain = 1;

  /** The present factor. */
  public float gain() {
    return gain;
  }

  /**
   * Levels a frame in place.
   *
   * @param detector has just taken this frame, before it was levelled
   * @param alone there is no other voice in the room
   */
  public void process(short[] frame, int length, TalkDetector detector, boolean alone) {
    boolean voice = detector.inWord() && detector.power() > LEAST_VOICE;
    float steered = voice ? steered(detector, alone) : gain;
    float next = quietened(steered, detector.floorPower());
    if (next == 1 && gain == 1) {
      return;
    }
    float from = gain;
    int peak = Levels.peak(frame, 0, length);
    if (peak * next > CEILING) {
      next = Math.min(next, CEILING / peak);
    }
    gain = next;
    // A sudden loud word: be down within 2.5 ms instead of at the frame's end.
    int ramp = peak * from > CEILING ? length / 8 : length;
    float step = (next - from) / ramp;
    for (int i = 0; i < length; i++) {
      float g = i < ramp ? from + step * (i + 1) : next;
      frame[i] = Limiter.clamp(frame[i] * g);
    }
  }

  private float steered(TalkDetector detector, boolean alone) {
    double power = detector.power();
    if (frames > FIRST_FRAMES && power < learnt * WORD_END) {
      return gain;
    }
    frames = Math.min(frames + 1, MEMORY_FRAMES);
    learnt += (power - learnt) / frames;
    if (frames < FIRST_FRAMES) {
      return gain;
    }
    double low = alone ? ALONE_LOW : BAND_LOW;
    double high = alone ? ALONE_HIGH : BAND_HIGH;
    double wanted = 1;
    if (learnt < low) {
      wanted = Math.sqrt(low / learnt);
    } else if (learnt > high) {
      wanted = Math.sqrt(high / learnt);
    }
    float target = (float) Math.max(LEAST, Math.min(MOST, wanted));
    return target > gain
        ? Math.min(target, gain * UP_PER_FRAME)
        : Math.max(target, gain * DOWN_PER_FRAME);
  }

  /** The gain, or less where it would lift the noise over its limit. */
  private float quietened(float wanted, double floor) {
    if (wanted <= 1 || floor * wanted * wanted <= NOISE_LIMIT) {
      return wanted;
    }
    float most = (float) Math.max(1, Math.sqrt(NOISE_LIMIT / floor));
    return Math.min(wanted, Math.max(most, gain * DOWN_PER_FRAME));
  }
}
