package org.convoke.ncco;

import java.util.List;

/**
 * How far a program has come, and what it remembers whatever happens now.
 *
 * @param actions of the program
 * @param at the index of the action that runs now; those after it come later
 * @param typedAhead keys for the next input; they do not print
 * @param dropHashUntilNs a # that comes before belongs to the input that is done
 * @param listener whom each key is told, or null
 * @param lastId the latest id given away
 * @param replacementId of the question that may replace the program in the background, or 0
 * @param asked how many questions there were
 * @param hasty replacements in a row that came at once and without a sound in between
 * @param calmSinceNs when the program last was replaced or something was heard
 */
public record Track(
    List<NccoAction> actions,
    int at,
    String typedAhead,
    long dropHashUntilNs,
    Webhook listener,
    long lastId,
    long replacementId,
    int asked,
    int hasty,
    long calmSinceNs) {

  static Track start() {
    return new Track(List.of(), -1, "", ProgramState.NEVER, null, 0, 0, 0, 0, ProgramState.NEVER);
  }

  @Override
  public String toString() {
    return "Track[at=" + at + "/" + actions.size() + ", keys=" + typedAhead.length() + "]";
  }
}
