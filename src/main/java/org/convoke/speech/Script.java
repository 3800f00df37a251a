package org.convoke.speech;

import java.util.ArrayList;
import java.util.List;

/** The parts of an utterance, gathered as they come; neighbours that are spoken alike are one. */
final class Script {
  private static final int MAX_PARTS = 200;
  private static final int MAX_PAUSES_MS = 60_000;

  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private String language = "";
  private Part.Prosody prosody = Part.Prosody.PLAIN;
  private int characters;
  private int pausesMs;

  /** Adds text; white space is as much as one blank. */
  void say(String more, String newLanguage, Part.Prosody newProsody) throws SpeechException {
    if (!newLanguage.equals(language) || !newProsody.equals(prosody)) {
      finish();
      language = newLanguage;
      prosody = newProsody;
    }
    characters += more.codePointCount(0, more.length());
    if (characters > Voice.MAX_TEXT) {
      throw new SpeechException(
          "text", "The text is longer than " + Voice.MAX_TEXT + " characters without its tags.");
    }
    more.codePoints().forEach(this::add);
  }

  private void add(int character) {
    boolean blank =
        Character.isWhitespace(character)
            || Character.isISOControl(character)
            || Character.getType(character) == Character.SURROGATE
            || Character.getType(character) == Character.UNASSIGNED;
    if (!blank) {
      text.appendCodePoint(character);
    } else if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
      text.append(' ');
    }
  }

  /** Adds a pause. */
  void pause(int millis) throws SpeechException {
    finish();
    pausesMs += millis;
    if (pausesMs > MAX_PAUSES_MS) {
      throw new SpeechException(
          "text", "The breaks of the text are longer than 60 seconds together.");
    }
    if (millis > 0) {
      add(new Part.Pause(millis));
    }
  }

  private void finish() throws SpeechException {
    String said = text.toString().strip();
    text.setLength(0);
    if (!said.isEmpty()) {
      add(new Part.Say(said, language, prosody));
    }
  }

  private void add(Part part) throws SpeechException {
    if (parts.size() == MAX_PARTS) {
      throw new SpeechException(
          "text", "The text changes its voice or pauses more than " + MAX_PARTS + " times.");
    }
    parts.add(part);
  }

  /** All of it, ready. */
  List<Part> parts() throws SpeechException {
    finish();
    if (parts.isEmpty()) {
      throw new SpeechException("text", "The text says nothing.");
    }
    return List.copyOf(parts);
  }
}
