package org.convoke.ncco;

/** What happens to a program. Those with an id answer the effect of that id. */
public sealed interface ProgramInput {
  /** The call was answered: ask the application what shall happen. */
  record Begin() implements ProgramInput {}

  /** A key: 0-9 * # A-D. It does not print. */
  record Digit(char key) implements ProgramInput {
    @Override
    public String toString() {
      return "Digit[*]";
    }
  }

  /** A Play or Say was heard to its end, or will not be heard any more. */
  record SoundEnded(long id) implements ProgramInput {}

  /**
   * A Play or Say had to make way for what somebody outside let the caller hear, and that is over:
   * nothing is heard now. Until then it counts as playing.
   */
  record Uncovered(long id) implements ProgramInput {}

  /** A Play cannot be played: {@code field} (text, streamUrl) is to blame, in a sentence. */
  record SoundFailed(long id, String field, String reason) implements ProgramInput {}

  /** The answer to Ask; {@code program} empty: it said nothing of the kind. */
  record Replied(long id, Ncco program) implements ProgramInput {}

  /** The answer to Ask is a faulty program. */
  record Faulty(long id, NccoFault fault) implements ProgramInput {}

  /** Nobody answered Ask as one must, after all attempts; {@code reason} is a sentence. */
  record Failed(long id, String reason) implements ProgramInput {}

  /** By REST: go on with this instead, whatever happens now. */
  record Replace(Ncco program) implements ProgramInput {}

  /** By REST: go on with what is at this URL, as soon as it is here. */
  record ReplaceByUrl(String url) implements ProgramInput {
    @Override
    public String toString() {
      return "ReplaceByUrl[" + Webhook.withoutQuery(url) + "]";
    }
  }

  /**
   * The answer to a key that was told: go on with this instead, if it says anything. Keys are told
   * beside what happens, so whatever happens now ends.
   */
  record Answered(Ncco program) implements ProgramInput {}

  /** Another call of the same room was transferred, and all that are in it go along. */
  record Follow(NccoAction.Transfer transfer) implements ProgramInput {}

  /**
   * By REST: he has a place in another room, and none any more where he was; whatever happened
   * ends. {@code waits}: that room has not started, or somebody must admit him.
   */
  record Moved(boolean waits) implements ProgramInput {}

  /** By REST: tell each key there from now on; null: no more. */
  record Listen(Webhook webhook) implements ProgramInput {}

  /** The answer to an Entry: in the room. */
  record Joined(long id) implements ProgramInput {}

  /** The answer to an Entry: a place, but the room has not started or somebody must admit. */
  record MustWait(long id) implements ProgramInput {}

  /** The answer to an Entry: no. {@code why}: full, locked, closed, gone, or unavailable. */
  record TurnedAway(long id, String why) implements ProgramInput {}

  /** He waited and is in the room now. */
  record LetIn() implements ProgramInput {}

  /** Out of the room by another's hand: {@code why} removed, host_left, ended, left. */
  record Dismissed(String why) implements ProgramInput {}

  /** The time has come that {@link ProgramState#wakeAtNs} named; harmless when early. */
  record Tick() implements ProgramInput {}

  /** The call is over. */
  record HungUp() implements ProgramInput {}
}
