package org.convoke.speech;

import org.convoke.audio.Clip;
import org.convoke.audio.Mp3File;
import org.convoke.audio.WavException;
import org.convoke.audio.WavFile;

/** Makes clips of files that somebody put somewhere: WAV and MP3, told apart by what is in them. */
final class SoundFiles {
  private static final int MIN_BYTES = 4;

  private final int maxSeconds;

  /**
   * @param maxSeconds the longest sound
   */
  SoundFiles(int maxSeconds) {
    this.maxSeconds = maxSeconds;
  }

  /** Decodes; it blocks for up to seconds. */
  Clip decode(byte[] file) throws SpeechException {
    try {
      if (file.length >= MIN_BYTES && is(file, "RIFF")) {
        WavFile wav = WavFile.parse(file, "The file");
        requireShort(wav.samples().length, wav.sampleRate());
        return Clip.of(wav.samples(), wav.sampleRate());
      }
      if (Mp3File.looksLikeOne(file)) {
        WavFile sound = Mp3File.parse(file, maxSeconds + 1);
        requireShort(sound.samples().length, sound.sampleRate());
        return Clip.of(sound.samples(), sound.sampleRate());
      }
    } catch (WavException e) {
      throw new SpeechException("url", e.getMessage() + ".");
    }
    throw new SpeechException(
        "url", file.length == 0 ? "The file is empty." : "The file is neither WAV nor MP3.");
  }

  private void requireShort(long samples, int rate) throws SpeechException {
    if (samples == 0) {
      throw new SpeechException("url", "The file holds no sound.");
    }
    if (samples > (long) maxSeconds * rate) {
      throw new SpeechException("url", "The sound is longer than " + maxSeconds + " seconds.");
    }
  }

  private static boolean is(byte[] file, String magic) {
    for (int i = 0; i < magic.length(); i++) {
      if (file[i] != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
