package org.convoke.ncco;

import java.util.List;
import org.convoke.ncco.ProgramEffect.Question;

/**
 * How far a program has come, and what it remembers whatever happens now.
 *
 * @param actions of the program
 * @param at the index of the action that runs now; those after it come later
 * @param typedAhead keys for the next input; they do not print
 * @param dropHashUntilNs a # that comes before belongs to the input that is done
 * @param listening each key is told, to {@code listener}
 * @param listener null: the application's event URL
 * @param lastId the latest id given away
 * @param replacementId of the question that may replace the program in the background, or 0
 * @param replacement that question, or null
 * @param asked how many questions and keys the application was told
 * @param hasty replacements in a row that came at once and without a sound in between
 * @param replacedAtNs when the program was last replaced, or NEVER
 */
public record Track(
    List<NccoAction> actions,
    int at,
    String typedAhead,
    long dropHashUntilNs,
    boolean listening,
    Webhook listener,
    long lastId,
    long replacementId,
    Question replacement,
    int asked,
    int hasty,
    long replacedAtNs) {

  @Override
  public String toString() {
    return "Track[at=" + at + " of " + actions.size() + ", keys=" + typedAhead.length() + "]";
  }
}
