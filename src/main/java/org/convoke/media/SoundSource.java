package org.convoke.media;

import org.convoke.audio.Sound;

/** Where players get samples from. */
interface SoundSource {
  /**
   * All samples of a sound. It must not take long: a loop's thread waits.
   *
   * @param sampleRate 8000, 16000 or 48000 Hz
   * @return shared by all who play it; not to be changed
   */
  short[] samples(Sound sound, int sampleRate);
}
