package org.convoke.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;

/** What comes of one command: the reply (null where nobody asked) and the effects, in order. */
final class Turn {
  final Moment now;
  final List<Effect> effects = new ArrayList<>();
  RoomReply reply;

  Turn(Moment now) {
    this.now = now;
  }

  void tell(String type, Map<String, Object> data) {
    effects.add(new Effect.Tell(type, null, null, data));
  }

  void tell(String type, Seat seat, Map<String, Object> data) {
    effects.add(new Effect.Tell(type, seat.call, seat.id, data));
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  void notice(RoomNotice notice) {
    effects.add(new Effect.Notify(notice));
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
