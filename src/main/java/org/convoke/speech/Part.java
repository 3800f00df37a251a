package org.convoke.speech;

/** What an utterance is made of, in its order. */
sealed interface Part {
  /**
   * Text that is spoken in one way.
   *
   * @param text without markup, one line, not blank
   * @param language a BCP-47 tag
   */
  record Say(String text, String language, Prosody prosody) implements Part {}

  /** Nothing, for so long. */
  record Pause(int millis) implements Part {}

  /**
   * How text is spoken.
   *
   * @param rate a factor of the voice's own speed, 0.3 to 3
   * @param pitch a factor of the voice's own pitch, 0.5 to 2
   * @param volumeDb louder or softer than others, {@link #SILENT} to 10
   */
  record Prosody(double rate, double pitch, double volumeDb) {
    static final Prosody PLAIN = new Prosody(1, 1, 0);

    /** Less than anything that can be heard. */
    static final double SILENT = -100;

    public Prosody {
      rate = Math.clamp(rate, 0.3, 3.0);
      pitch = Math.clamp(pitch, 0.5, 2.0);
      volumeDb = Math.clamp(volumeDb, SILENT, 10.0);
    }

    Prosody times(double rateFactor, double pitchFactor, double moreDb) {
      return new Prosody(rate * rateFactor, pitch * pitchFactor, volumeDb + moreDb);
    }
  }
}
