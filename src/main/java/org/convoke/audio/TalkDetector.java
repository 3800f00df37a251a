package org.convoke.audio;

/**
 * Tells by level whether a leg has sound and whether somebody speaks. State of one leg, fed with
 * each of its frames of 20 ms at any rate; allocates nothing.
 *
 * <p><b>Has sound</b> decides whether the leg is summed. It looks at the frame at hand, so no word
 * loses its beginning, and holds for three seconds, so that none loses its end and the line's own
 * noise does not come and go between words; where there is no noise at all, 300 ms are enough, and
 * whatever ends them is let through: who sends digital silence has no noise to keep out. Otherwise,
 * and after frames that did not come, the threshold is fixed at -57 dBFS: whatever is louder is let
 * through, tones too.
 *
 * <p><b>Speaking</b> is for events and gain: 60 ms above the noise floor begin it, 400 ms below end
 * it. The floor is learnt from frames under -42 dBFS alone, so that a steady loud tone stays
 * speech.
 */
public final class TalkDetector {
  private static final double SOUND_POWER = Levels.power(-57);

  /** Peak to peak: a word that begins in the frame's last milliseconds is sound at once. */
  private static final int SOUND_SWING = 400;

  private static final int SOUND_HOLD_FRAMES = 150;

  /** Peak to peak: the two smallest steps of mu-law around zero are no noise. */
  private static final int NOTHING_SWING = 16;

  private static final int NOTHING_HOLD_FRAMES = 15;
  private static final int SPEECH_BEGIN_FRAMES = 3;
  private static final int SPEECH_HOLD_FRAMES = 20;
  private static final double LEAST_SPEECH_POWER = Levels.power(-54);
  private static final double MOST_SPEECH_POWER = Levels.power(-42);
  private static final double LEAST_FLOOR_POWER = Levels.power(-75);

  /** Speech is 8 dB above the floor. */
  private static final double SPEECH_TO_FLOOR = 6.3;

  private static final double FLOOR_FALL = 0.3;

  /** 1.5 dB a second. */
  private static final double FLOOR_RISE = 1.00693;

  private double power;
  private double floor = Levels.power(-70);
  private int soundFrames;
  private int nothingFrames;

  /** As {@link #nothingFrames}, but of those that came. */
  private int flatFrames;

  private int speechScore;
  private int speechFrames;
  private boolean speechFrame;

  /**
   * Takes the leg's next frame.
   *
   * @return whether it has sound: the frame belongs into the sum
   */
  public boolean accept(short[] frame, int length) {
    long squares = 0;
    int sum = 0;
    int low = Short.MAX_VALUE;
    int high = Short.MIN_VALUE;
    for (int i = 0; i < length; i++) {
      int x = frame[i];
      squares += x * x;
      sum += x;
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
    double mean = (double) sum / length;
    boolean sound = accept(Math.max(0, (double) squares / length - mean * mean), high - low);
    flatFrames = high - low > NOTHING_SWING ? 0 : flatFrames + 1;
    return sound;
  }

  /**
   * A frame that did not come, or that the peer says is silence.
   *
   * @return whether the leg still counts as having sound
   */
  public boolean acceptSilence() {
    flatFrames = 0;
    return accept(0, 0);
  }

  private boolean accept(double framePower, int swing) {
    power = framePower;
    boolean wasFlat = flatFrames >= NOTHING_HOLD_FRAMES;
    if (framePower > SOUND_POWER || swing > (wasFlat ? NOTHING_SWING : SOUND_SWING)) {
      soundFrames = SOUND_HOLD_FRAMES;
    } else if (soundFrames > 0) {
      soundFrames--;
    }
    nothingFrames = swing > NOTHING_SWING ? 0 : nothingFrames + 1;
    if (nothingFrames >= NOTHING_HOLD_FRAMES) {
      soundFrames = 0;
    }
    double threshold =
        Math.max(LEAST_SPEECH_POWER, Math.min(MOST_SPEECH_POWER, floor * SPEECH_TO_FLOOR));
    speechFrame = framePower > threshold;
    if (speechFrame) {
      speechScore = Math.min(SPEECH_BEGIN_FRAMES, speechScore + 1);
      if (speechScore == SPEECH_BEGIN_FRAMES || speechFrames > 0) {
        speechFrames = SPEECH_HOLD_FRAMES;
      }
    } else {
      speechScore = Math.max(0, speechScore - 1);
      speechFrames = Math.max(0, speechFrames - 1);
    }
    if (framePower < floor) {
      floor = Math.max(LEAST_FLOOR_POWER, floor + (framePower - floor) * FLOOR_FALL);
    } else if (framePower < MOST_SPEECH_POWER) {
      floor = Math.min(framePower, floor * FLOOR_RISE);
    }
    return soundFrames > 0;
  }

  /** The leg's frame belongs into the sum. */
  public boolean hasSound() {
    return soundFrames > 0;
  }

  /** Somebody speaks, with the hold over pauses between words. */
  public boolean speaking() {
    return speechFrames > 0;
  }

  /** The last frame itself was above the speech threshold while somebody speaks: no pause. */
  public boolean inWord() {
    return speechFrame && speechFrames > 0;
  }

  /** The last frame's mean square. */
  public double power() {
    return power;
  }

  /** The last frame's level in linear measure, as {@link Mixer#voice} wants it. */
  public float level() {
    return (float) Math.sqrt(power);
  }

  /** The last frame's level in dBFS. */
  public double levelDbfs() {
    return Levels.dbfs(power);
  }

  /** The mean square of the noise between words. */
  public double floorPower() {
    return floor;
  }
}
