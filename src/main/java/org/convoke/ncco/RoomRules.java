package org.convoke.ncco;

import static org.convoke.ncco.ProgramState.isDue;

import org.convoke.ncco.ProgramEffect.Enter;
import org.convoke.ncco.ProgramEffect.EnterLive;
import org.convoke.ncco.ProgramEffect.Entry;
import org.convoke.ncco.ProgramEffect.Hush;
import org.convoke.ncco.ProgramEffect.Leave;
import org.convoke.ncco.ProgramEffect.PlayMusic;
import org.convoke.ncco.ProgramEffect.Report;
import org.convoke.ncco.ProgramEffect.Sentence;
import org.convoke.ncco.ProgramEffect.Transferred;
import org.convoke.ncco.ProgramState.Entering;
import org.convoke.ncco.ProgramState.InRoom;
import org.convoke.ncco.ProgramState.Waiting;

/** What happens to a program on the way into a room, in it, and out of it. */
final class RoomRules {
  private RoomRules() {}

  static ProgramState entering(Entering at, ProgramInput input, Turn turn) {
    long id = at.entry().id();
    return switch (input) {
      case ProgramInput.Joined in when in.id() == id -> {
        arrived(at.entry(), turn);
        yield new InRoom(turn.track(), at.entry());
      }
      case ProgramInput.MustWait wait when wait.id() == id -> {
        arrived(at.entry(), turn);
        String music =
            at.entry() instanceof Enter enter ? enter.conversation().musicOnHoldUrl() : null;
        turn.add(new PlayMusic(music));
        yield new Waiting(turn.track(), at.entry());
      }
      case ProgramInput.TurnedAway away when away.id() == id ->
          turnedAway(at.entry(), away.why(), turn);
      case ProgramInput.Tick _ when isDue(at.byNs(), turn.nowNs) -> {
        turn.add(new Leave());
        yield turnedAway(at.entry(), "unavailable", turn);
      }
      default -> at;
    };
  }

  /** Keys that were for no input are for nobody. */
  private static void arrived(Entry entry, Turn turn) {
    turn.typedAhead = "";
    turn.alive();
    switch (entry) {
      case Enter _ -> {}
      case EnterLive _ -> turn.add(new Transferred("ncco"));
    }
  }

  private static ProgramState turnedAway(Entry entry, String why, Turn turn) {
    String reason =
        switch (why) {
          case "full" -> "The room is full.";
          case "locked" -> "The room is locked.";
          case "closed" -> "The room is closed.";
          case "gone" -> "There is no such live conversation.";
          default -> "The room is not available now.";
        };
    turn.add(
        new Report(
            switch (entry) {
              case Enter _ -> NccoFault.at(turn.at, "conversation", "name", reason);
              case EnterLive _ -> NccoFault.at(turn.at, "transfer", "conversationId", reason);
            }));
    if (turn.hasNext()) {
      return turn.next();
    }
    return switch (why) {
      case "full" -> turn.leave("room_full", Sentence.ROOM_FULL);
      case "locked" -> turn.leave("room_locked", Sentence.ROOM_LOCKED);
      case "closed" -> turn.leave("room_closed", Sentence.ROOM_CLOSED);
      default -> turn.leave("unavailable", Sentence.SORRY);
    };
  }

  /** Somebody outside gave him a place in another room. */
  static ProgramState moved(ProgramInput.Moved to, Turn turn) {
    turn.add(new Transferred("api"));
    if (!to.waits()) {
      return new InRoom(turn.track(), null);
    }
    turn.add(new PlayMusic(null));
    return new Waiting(turn.track(), null);
  }

  static ProgramState waiting(Waiting at, ProgramInput input, Turn turn) {
    return switch (input) {
      case ProgramInput.LetIn _ -> {
        turn.add(new Hush());
        yield new InRoom(turn.track(), at.entry());
      }
      case ProgramInput.Dismissed out -> {
        turn.add(new Hush());
        yield dismissed(at.entry(), out.why(), turn);
      }
      default -> at;
    };
  }

  static ProgramState inRoom(InRoom at, ProgramInput input, Turn turn) {
    return input instanceof ProgramInput.Dismissed out
        ? dismissed(at.entry(), out.why(), turn)
        : at;
  }

  private static ProgramState dismissed(Entry entry, String why, Turn turn) {
    if (why.equals("removed")) {
      return turn.hangUp("removed");
    }
    // A transfer ends the program, and whoever moved the call took it out of its hands.
    boolean goesOn = entry instanceof Enter && turn.hasNext();
    return goesOn ? turn.next() : turn.hangUp("room_ended");
  }
}
