package org.convoke.media;

import java.util.List;
import org.convoke.audio.Sound;

/**
 * Sounds to play one after the other.
 *
 * @param id comes back in PlaybackEnded. All who play to one leg must be able to tell theirs: the
 *     dialogues count from 1, the voice verticle from {@link #OF_VOICE}
 * @param times how often all of it is played; 0: until stopped
 * @param gain the factor of the samples, 0 to {@value #MAX_GAIN}; what becomes too loud is limited
 */
public record Playback(long id, List<Sound> sounds, int times, float gain) {
  /** The first id of what was asked for from outside and not by the call's dialogue. */
  public static final long OF_VOICE = 1L << 40;

  /** 20 dB. */
  public static final float MAX_GAIN = 10;

  public Playback {
    sounds = List.copyOf(sounds);
    if (times < 0) {
      throw new IllegalArgumentException("played " + times + " times");
    }
    if (!(gain >= 0 && gain <= MAX_GAIN)) {
      throw new IllegalArgumentException("a gain of " + gain + ", not 0 to " + MAX_GAIN);
    }
  }

  /** Once, as loud as it is. */
  public static Playback once(long id, List<Sound> sounds) {
    return new Playback(id, sounds, 1, 1);
  }

  /** Again and again until stopped, as loud as it is. */
  public static Playback endless(long id, List<Sound> sounds) {
    return new Playback(id, sounds, 0, 1);
  }

  /** Whether the playback of this id was asked for from outside. */
  public static boolean isOfVoice(long id) {
    return id >= OF_VOICE;
  }

  /** Whether it ends only when it is stopped or replaced. */
  public boolean isEndless() {
    return times == 0;
  }

  /**
   * The gain of a level as call control counts it: -1 is silence, 0 is as it is, 1 is 10 dB louder;
   * below 0 the amplitude falls in proportion, above 0 the level rises in proportion.
   *
   * @param level -1 to 1; what lies outside counts as the nearer end, not a number as 0
   */
  public static float gainOf(double level) {
    if (Double.isNaN(level)) {
      return 1;
    }
    double within = Math.clamp(level, -1.0, 1.0);
    return (float) (within <= 0 ? 1 + within : Math.pow(10, within / 2));
  }
}
