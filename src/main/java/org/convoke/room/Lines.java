package org.convoke.room;

import java.util.Map;
import org.convoke.bus.EventType;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;
import org.convoke.id.CallId;
import org.convoke.id.LegId;

/**
 * By which leg a participant speaks and hears: a browser's goes away and comes back, is another
 * than before, or rests while a phone is its sound. Nobody hears a tone of any of it.
 */
final class Lines {
  private final People people;
  private final Door door;
  private final Floor floor;

  Lines(People people, Door door, Floor floor) {
    this.people = people;
    this.door = door;
    this.floor = floor;
  }

  Turn reseat(Seat seat, RoomCommand.Reseat command, Turn turn) {
    if (!seat.browser() || people.byLeg.getOrDefault(command.leg(), seat) != seat) {
      return turn.reply(new RoomReply.Unknown());
    }
    move(seat, command.leg(), turn);
    return turn.reply(door.answer(seat));
  }

  /** Claims a seat that is his already: by another call, or beside the phone that went on. */
  Turn comeBack(Seat seat, RoomCommand.Claim claim, Turn turn) {
    if (!seat.browser()) {
      seat.phone = seat.leg;
      seat.phoneCall = seat.call;
      seat.leg = claim.leg();
      seat.call = claim.call();
      seat.via = Seat.BROWSER;
      people.take(seat.leg, seat, turn);
      people.hearing.changed(turn);
      tellMerged(seat, turn);
    } else {
      seat.call = claim.call();
      people.hearing.changed(turn);
      move(seat, claim.leg(), turn);
    }
    return turn.reply(door.answer(seat));
  }

  /** A leg that comes anew is there, whatever became of the last one. */
  private void move(Seat seat, LegId leg, Turn turn) {
    if (!leg.equals(seat.leg)) {
      boolean heard = !seat.merged();
      if (heard && seat.mixed()) {
        turn.add(new Effect.Unmix(seat.leg));
      }
      people.give(seat.leg, turn);
      seat.leg = leg;
      seat.away = false;
      people.take(leg, seat, turn);
      if (heard) {
        seat.newLine(turn.now.ns());
        if (seat.joined()) {
          people.hearing.mixIn(seat, turn);
        }
        floor.settle(seat, turn);
        people.tellHeld(seat, turn);
      }
    } else if (seat.away) {
      away(seat, false, turn);
    }
    turn.touch(seat);
  }

  Turn away(Seat seat, RoomCommand.Away command, Turn turn) {
    if (!seat.browser()) {
      return turn.reply(new RoomReply.Unknown());
    }
    boolean changed = seat.away != command.away();
    if (changed) {
      away(seat, command.away(), turn);
    }
    return turn.done(changed);
  }

  private void away(Seat seat, boolean away, Turn turn) {
    boolean before = seat.mixed();
    seat.away = away;
    if (before && !seat.mixed()) {
      turn.add(new Effect.Unmix(seat.leg));
      seat.heard(false);
    } else if (!before && seat.mixed()) {
      people.hearing.mixIn(seat, turn);
    }
    floor.settle(seat, turn);
    turn.touch(seat);
  }

  // --- a phone as a browser's sound

  /** The phone, which has no seat here any more, takes the place of the browser's leg. */
  void merge(Seat seat, CallId call, LegId leg, Turn turn) {
    if (seat.merged()) {
      tellUnmerged(seat, release(seat, turn), Seat.PHONE, turn);
    } else if (seat.mixed()) {
      turn.add(new Effect.Unmix(seat.leg));
    }
    seat.phone = leg;
    seat.phoneCall = call;
    people.take(leg, seat, turn);
    seat.newLine(turn.now.ns());
    if (seat.joined()) {
      people.hearing.mixIn(seat, turn);
    }
    floor.settle(seat, turn);
    tellMerged(seat, turn);
    people.tellHeld(seat, turn);
  }

  private void tellMerged(Seat seat, Turn turn) {
    turn.tell(
        EventType.PARTICIPANT_MERGED, seat, Map.of("call_id", String.valueOf(seat.phoneCall)));
    turn.notice(new RoomNotice.Merged(people.room, seat.id, seat.leg, true));
  }

  private static void tellUnmerged(Seat seat, CallId phone, String via, Turn turn) {
    turn.tell(
        EventType.PARTICIPANT_UNMERGED, seat, Map.of("call_id", String.valueOf(phone), "via", via));
  }

  /**
   * The browser's own leg is his sound again, but muted: he hung up a phone and did not ask for an
   * open microphone.
   */
  void unmerge(Seat seat, Turn turn) {
    CallId phone = release(seat, turn);
    boolean muted = seat.muted();
    boolean held = seat.held();
    seat.mutedBySelf = true;
    seat.heldByPeer = false;
    if (seat.mixed()) {
      people.hearing.mixIn(seat, turn);
    }
    tellUnmerged(seat, phone, Seat.BROWSER, turn);
    floor.muteChanged(seat, muted, "self", turn);
    floor.holdChanged(seat, held, "peer", turn);
    floor.settle(seat, turn);
    turn.notice(new RoomNotice.Merged(people.room, seat.id, seat.leg, false));
    if (seat.joined()) {
      turn.notice(new RoomNotice.Alone(people.room, seat.id, seat.leg, people.joined == 1));
    }
    people.tellHeld(seat, turn);
  }

  /** Takes the phone away from its seat; the browser's leg is not mixed yet. */
  private CallId release(Seat seat, Turn turn) {
    CallId call = seat.phoneCall;
    if (seat.joined()) {
      turn.add(new Effect.Unmix(seat.phone));
    }
    people.give(seat.phone, turn);
    seat.phone = null;
    seat.phoneCall = null;
    seat.newLine(turn.now.ns());
    return call;
  }

  /** The browser went for good; who has a phone as his sound goes on as its caller. */
  void goOnByPhone(Seat seat, Turn turn) {
    people.give(seat.leg, turn);
    seat.leg = seat.phone;
    seat.call = seat.phoneCall;
    seat.via = Seat.PHONE;
    seat.address = ""; // the browser's says nothing of the phone
    seat.phone = null;
    seat.phoneCall = null;
    seat.away = false;
    people.hearing.changed(turn); // terms name calls, and he goes on by another
    tellUnmerged(seat, seat.call, Seat.PHONE, turn);
  }
}
