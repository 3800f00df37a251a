package org.convoke.dialin;

import java.util.List;
import org.convoke.id.ParticipantId;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/** What a dialogue wants done. */
public sealed interface Action {
  /** Say this to the caller alone, in place of what he hears now; SaidAll reports the end. */
  record Say(List<Phrase> phrases) implements Action {
    public Say {
      phrases = List.copyOf(phrases);
    }
  }

  /** Play without an end, in place of what he hears now. */
  record Play(Background background) implements Action {}

  /** Stop what he hears. */
  record Hush() implements Action {}

  /** Ask whether the PIN lets him in; {@code attempt} counts from 1. */
  record Check(Pin pin, int attempt) implements Action {}

  /**
   * A try was lost without a Check. {@code why}: timeout or incomplete. {@code left}: tries that
   * remain.
   */
  record Missed(int attempt, int left, String why) implements Action {}

  /** Ask whose sound the phone shall be by the code; {@code attempt} counts with those of PINs. */
  record CheckCode(Pin code, int attempt) implements Action {}

  /** Ask for a place in a room; answered by Joined, MustWait or TurnedAway. */
  sealed interface Entry extends Action {}

  /** Ask for a seat in the room. */
  record Claim(RoomId room, Role role, boolean lobby) implements Entry {}

  /** Ask to become the sound of one who is there. */
  record Merge(RoomId room, ParticipantId participant) implements Entry {}

  /** End the call. */
  record HangUp(String cause) implements Action {}

  /** What plays while one waits. */
  enum Background {
    /** The slow tone of a delayed answer. */
    HOLD_TONE,
    /** What the operator chose for those who are alone or wait. */
    WAITING
  }
}
