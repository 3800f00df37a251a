package org.convoke.dialin;

import java.util.List;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/** What happens to a dialogue. */
public sealed interface Input {
  /** Begin: ask for a PIN. {@code pinLength} of all PINs that may come, 0 when they differ. */
  record Ask(int pinLength) implements Input {}

  /** Begin: the call leads straight to a room. {@code delayMs} of hold tone come first. */
  record GoTo(RoomId room, Role role, boolean lobby, long delayMs) implements Input {}

  /** Begin: the call shall be the sound of one who is there. {@code delayMs} as in GoTo. */
  record Become(RoomId room, ParticipantId participant, long delayMs) implements Input {}

  /** Begin, and end: nothing can be done for the call now. */
  record CannotServe() implements Input {}

  /** A key: 0-9 * # A-D; in the room, one that the keypad knows. It does not print. */
  record Digit(char key) implements Input {
    @Override
    public String toString() {
      return "Digit[*]";
    }
  }

  /** The latest Say was said to its end, or will not be said any more. */
  record SaidAll() implements Input {}

  /** The time has come that {@link State#wakeAtNs} named; harmless when early. */
  record Tick() implements Input {}

  /** The answer to Check: it may enter. {@code delayMs} from the last key. */
  record Accepted(RoomId room, Role role, boolean lobby, long delayMs) implements Input {}

  /** The answer to CheckCode: whose sound it is to be. {@code delayMs} from the last key. */
  record AcceptedCode(RoomId room, ParticipantId participant, long delayMs) implements Input {}

  /** The answer to Check or CheckCode: no. {@code delayMs} from the last key. */
  record Rejected(long delayMs) implements Input {}

  /** The answer to Check or CheckCode: nobody can say now. */
  record NoAnswer() implements Input {}

  /**
   * The answer to Claim or Merge: he is in the room. To one who has a place already: he was moved
   * to another room. So are the two that follow; who is turned away there stays where he is.
   */
  record Joined(int others, boolean muted) implements Input {}

  /** The answer to Claim or Merge: he waits. {@code why}: host or lobby. */
  record MustWait(String why) implements Input {}

  /**
   * The answer to Claim or Merge: no. {@code why}: full, locked, closed, unavailable, or gone: who
   * it should be the sound of is not there.
   */
  record TurnedAway(String why) implements Input {}

  /** He waited and is in the room now. */
  record LetIn(int others, boolean muted) implements Input {}

  /** He was taken out of the talk, or let back. */
  record Held(boolean held) implements Input {}

  /** He became the only one in the room, or ceased to be. */
  record Alone(boolean alone) implements Input {}

  /** Say this to him, in the room, in place of what is being said. */
  record Tell(List<Phrase> phrases) implements Input {
    public Tell {
      phrases = List.copyOf(phrases);
    }
  }

  /** Say this to him, in the room, after what is being said. */
  record Mention(List<Phrase> phrases) implements Input {
    public Mention {
      phrases = List.copyOf(phrases);
    }
  }

  /**
   * He is out of the room: {@code why} removed, host_left, left (he did, by his browser), or
   * anything for an ended meeting.
   */
  record Dismissed(String why) implements Input {}
}
