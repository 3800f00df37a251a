package org.convoke.room;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;

/** What comes of one command: the reply (null where nobody asked) and the effects, in order. */
final class Turn {
  final Moment now;
  final List<Effect> effects = new ArrayList<>();

  /** Whose entry in the roster may have changed. */
  final Set<Seat> touched = new LinkedHashSet<>();

  RoomReply reply;

  Turn(Moment now) {
    this.now = now;
  }

  void tell(String type, Map<String, Object> data) {
    effects.add(new Effect.Tell(type, null, null, data));
  }

  void tell(String type, Seat seat, Map<String, Object> data) {
    touched.add(seat);
    effects.add(new Effect.Tell(type, seat.call, seat.id, data));
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  void notice(RoomNotice notice) {
    effects.add(new Effect.Notify(notice));
  }

  void publish(RoomChange change) {
    effects.add(new Effect.Publish(change));
  }

  /** The seat may look different in the roster, though no fact tells so. */
  void touch(Seat seat) {
    touched.add(seat);
  }

  Turn done(boolean changed) {
    reply = new RoomReply.Done(changed);
    return this;
  }

  Turn reply(RoomReply answer) {
    reply = answer;
    return this;
  }
}
