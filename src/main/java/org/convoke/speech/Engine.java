package org.convoke.speech;

import java.io.IOException;
import org.convoke.audio.Biquad;
import org.convoke.audio.Clip;
import org.convoke.audio.WavFile;

/** Something that speaks. Its methods but {@link #say} are cheap. */
interface Engine {
  /** What logs and the banner call it. */
  String name();

  /** What changes when it speaks otherwise: part of the names of cached texts. */
  default String version() {
    return name() + " 1";
  }

  /** Whether it has a voice of this language, a BCP-47 tag. */
  boolean speaks(String language);

  /** How many languages it has voices of. */
  int languages();

  /**
   * Speaks; takes up to ten seconds and blocks.
   *
   * @param style which voice of the language, 0 the first; more than there are begin anew
   * @throws IOException saying why it could not
   */
  WavFile say(Part.Say part, int style) throws IOException;

  /** What a phone line wants of its voices, at {@value Clip#RATE} Hz. */
  default Biquad[] tone() {
    return new Biquad[] {Biquad.highPass(120, Clip.RATE)};
  }

  /** The language of a tag, without country and script, in small letters. */
  static String language(String tag) {
    int end = tag.indexOf('-');
    return (end < 0 ? tag : tag.substring(0, end)).toLowerCase(java.util.Locale.ROOT);
  }
}
