package org.convoke.audio;

/**
 * What can be played: a spoken prompt, a tone, silence, music. Values only; {@code SoundLibrary}
 * holds the samples.
 */
public sealed interface Sound {
  /**
   * A recorded prompt, {@code prompts/LANGUAGE/NAME.wav} of the resources, such as en, enter-pin.
   */
  record Prompt(String language, String name) implements Sound {}

  /** A tone by its meaning. */
  record Tone(Kind kind) implements Sound {}

  /** Nothing, for so long. */
  record Silence(int millis) implements Sound {}

  /** Hold music: a generated loop. */
  record Music() implements Sound {}

  /** The tones of a key, 0-9 * # A-D, for 100 ms. */
  record Key(char key) implements Sound {
    /** Keys are never written down. */
    @Override
    public String toString() {
      return "Key";
    }
  }

  /** Something that was made before: a spoken text, a file. */
  record Recording(Clip clip) implements Sound {}

  /** What tones mean. */
  enum Kind {
    JOIN,
    LEAVE,
    /** A short blip that says a key was taken. */
    ACCEPTED,
    REFUSED,
    /** The slow tone that a throttled caller hears while waiting. */
    HOLD
  }
}
