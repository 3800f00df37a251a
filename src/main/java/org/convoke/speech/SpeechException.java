package org.convoke.speech;

/** A sound that could not be made; the message is a sentence for whoever asked for it. */
public final class SpeechException extends Exception {
  private static final long serialVersionUID = 1;

  private final String field;

  /**
   * @param field what was wrong of what was asked: text, language or url; null where nothing was
   * @param message a sentence
   */
  public SpeechException(String field, String message) {
    super(message);
    this.field = field;
  }

  /** What was wrong of what was asked: text, language or url; null where nothing was. */
  public String field() {
    return field;
  }
}
