package org.convoke.media;

import java.util.List;
import org.convoke.audio.Sound;

/**
 * Sounds to play one after the other.
 *
 * @param id comes back in PlaybackEnded
 * @param loop begin again at the end until stopped
 */
public record Playback(long id, List<Sound> sounds, boolean loop) {
  public Playback {
    sounds = List.copyOf(sounds);
  }
}
