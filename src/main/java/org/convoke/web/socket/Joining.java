package org.convoke.web.socket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserReply;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;

/** How one connection takes its seat, and sees the room from it. */
final class Joining {
  private final Connection connection;
  private final Gateway gateway;
  private final Clock clock;
  private final Seat seat;

  Joining(Connection connection, Gateway gateway, Clock clock) {
    this.connection = connection;
    this.gateway = gateway;
    this.clock = clock;
    this.seat = connection.seat;
  }

  /** The answer is sent by it, so that what happens in the room afterwards comes after it. */
  Future<JsonObject> join(Request.Join ask) {
    connection.telling().await();
    return gateway
        .entrance()
        .wish(seat, ask, connection.address)
        .compose(wish ->
            gateway
                .entrance()
                .take(seat, wish, ask, connection.name, connection.address)
                .compose(answered -> seated(ask, wish, answered)))
        .onFailure(_ -> giveUp());
  }

  /** No seat, or one that nothing can be told of: another try begins anew. */
  private void giveUp() {
    gateway.unwatch(connection);
    if (seat.seated()) {
      seat.stage = Seat.Stage.AUTHENTICATED;
      gateway.talk().tell(new BrowserCommand.Leave(seat.call, "failed"));
    }
  }

  private Future<JsonObject> seated(
      Request.Join ask, Entrance.Wish wish, BrowserReply.Answered answered) {
    seat.participant = answered.participant();
    seat.call = answered.call();
    seat.role = wish.role();
    if (wish.issued() != null) {
      seat.grant = wish.issued().grant();
      seat.expires(seat.grant.expiresAt(), clock);
      seat.warned = false;
    }
    if (connection.out().isClosing()) {
      gateway.talk().tell(new BrowserCommand.Detach(seat.call, connection.name));
      return Future.succeededFuture();
    }
    boolean waiting = answered.seat() instanceof RoomReply.Waiting;
    seat.stage = waiting ? Seat.Stage.WAITING : Seat.Stage.JOINED;
    gateway.seated(connection);
    return gateway
        .talk()
        .roster(seat.room.id())
        .compose(roster ->
            view(roster)
                .map(view -> {
                  connection.out().send(joined(ask, wish, answered, roster, view));
                  connection.telling().follow(roster);
                  return null;
                }));
  }

  private JsonObject joined(
      Request.Join ask,
      Entrance.Wish wish,
      BrowserReply.Answered answered,
      RoomReply.Roster roster,
      JsonObject view) {
    boolean muted = ask.muted();
    for (RoomReply.Member member : roster.members()) {
      muted = member.id().equals(seat.participant) ? member.muted() : muted;
    }
    JsonObject message =
        Messages.answer("joined", ask.id())
            .put("participant_id", seat.participant.value())
            .put("call_id", seat.call.value())
            .put("state", seat.stage == Seat.Stage.WAITING ? "waiting" : "joined")
            .put("role", seat.role.wire())
            .put("muted", muted)
            .put("resumed", answered.resumed())
            .put("answer", answered.answer())
            .put("expires_at", Messages.time(seat.expiresAt))
            .mergeIn(view);
    if (wish.issued() != null) {
      message.put("token", wish.issued().token());
    }
    if (answered.seat() instanceof RoomReply.Waiting waiting) {
      message.put("why", waiting.why());
    }
    return message;
  }

  /** What of the room may be seen from this seat, as of a roster that may hold its new role. */
  Future<JsonObject> view(RoomReply.Roster roster) {
    for (RoomReply.Member member : roster.members()) {
      if (member.id().equals(seat.participant)) {
        seat.role = member.role();
        seat.line = member.line();
      }
    }
    return gateway.entrance().view(seat, roster);
  }
}
