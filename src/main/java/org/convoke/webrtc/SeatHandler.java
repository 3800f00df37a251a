package org.convoke.webrtc;

import io.vertx.core.Future;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserReply;
import org.convoke.bus.EventType;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.LegId;
import org.convoke.media.BrowserDoor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A leg was opened for an offer: asks the room for a seat, or for its own again, and answers. */
final class SeatHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SeatHandler.class);

  private final SessionScope scope;
  private final SessionHandler handler;

  SeatHandler(SessionScope scope, SessionHandler handler) {
    this.scope = scope;
    this.handler = handler;
  }

  /** There is no leg to be had. Who has a seat keeps it. */
  Future<Void> noLeg(Session session, Exchange exchange, LegId leg) {
    scope.sessions.removeLeg(leg);
    exchange.refuse("overloaded", Exchange.NO_MEDIA);
    handler.feed(session, new SessionInput.Refused("unavailable"));
    return Future.succeededFuture();
  }

  /** What becomes of the leg depends on where the session is by now. */
  Future<Void> opened(Session session, Exchange exchange, LegId leg, BrowserDoor door) {
    session.legs.put(leg, exchange.offer().terms().codec().sdpName());
    return switch (session.state) {
      case SessionState.Joining _ -> {
        session.leg = leg;
        yield claim(session, exchange, door);
      }
      case SessionState.Seated _ ->
          exchange.join() == null
              ? renewed(session, exchange, leg, door)
              : comeBack(session, exchange, leg, door);
      case SessionState.Leaving _, SessionState.Over _ -> tooLate(session, exchange, leg);
    };
  }

  private Future<Void> claim(Session session, Exchange exchange, BrowserDoor door) {
    BrowserCommand.Join join = exchange.join();
    session.localAddress = SessionFacts.address(door.candidates());
    session.answeredNs = scope.clock.nowNs();
    LOG.info("call {} of a browser at {} to room {}", session.id, join.address(), join.room());
    scope.bus.fact(EventType.CALL_ANSWERED, session, SessionFacts.answered(session));
    session.claimed = true;
    RoomCommand claim =
        new RoomCommand.Claim(
            join.room(),
            session.id,
            session.leg,
            join.role(),
            join.name(),
            join.address(),
            false,
            join.participant(),
            "browser",
            join.muted(),
            join.invited());
    return scope
        .bus
        .room(claim)
        .otherwise(new RoomReply.Refused("unavailable"))
        .map(reply -> {
          claimed(session, exchange, door, reply);
          return null;
        });
  }

  private void claimed(Session session, Exchange exchange, BrowserDoor door, RoomReply reply) {
    switch (reply) {
      case RoomReply.Joined _ -> seated(session, exchange, door, reply, false);
      case RoomReply.Waiting _ -> seated(session, exchange, door, reply, true);
      case RoomReply.Refused(String why) -> refused(session, exchange, Refusals.code(why));
      case RoomReply.Done _, RoomReply.Unknown _, RoomReply.Forbidden _, RoomReply.Roster _ ->
          refused(session, exchange, "unavailable");
    }
  }

  private void refused(Session session, Exchange exchange, String code) {
    exchange.refuse(code, Refusals.sentence(code));
    handler.feed(session, new SessionInput.Refused(code));
  }

  private void seated(
      Session session, Exchange exchange, BrowserDoor door, RoomReply seat, boolean waits) {
    String socket = exchange.join().socket();
    handler.feed(session, new SessionInput.Seat(session.leg, socket, waits, session.openedNs));
    if (session.over()) {
      exchange.refuse("unavailable", Exchange.OVER);
    } else {
      answer(session, exchange, seat, door, false);
    }
  }

  private Future<Void> comeBack(Session session, Exchange exchange, LegId leg, BrowserDoor door) {
    Session.Key key = session.key;
    String socket = exchange.join().socket();
    return scope
        .bus
        .room(new RoomCommand.Reseat(key.room(), key.participant(), leg))
        .compose(reply -> {
          boolean waits = reply instanceof RoomReply.Waiting;
          if (session.over()) {
            return tooLate(session, exchange, leg);
          }
          if (waits || reply instanceof RoomReply.Joined) {
            session.leg = leg;
            handler.feed(session, new SessionInput.CameBack(leg, socket, waits, session.openedNs));
            answer(session, exchange, reply, door, true);
            return Future.succeededFuture();
          }
          // The room let go of him; he may come anew.
          handler.feed(session, new SessionInput.Dismissed("ended"));
          return tooLate(session, exchange, leg);
        });
  }

  private Future<Void> renewed(Session session, Exchange exchange, LegId leg, BrowserDoor door) {
    handler.feed(session, new SessionInput.Renewing(leg, session.openedNs));
    answer(session, exchange, null, door, true);
    return Future.succeededFuture();
  }

  /** The session ended meanwhile; who wanted to join waits until it has left, and begins anew. */
  private Future<Void> tooLate(Session session, Exchange exchange, LegId leg) {
    scope.media.close(leg);
    if (!session.claimed) {
      exchange.refuse("unavailable", Exchange.OVER);
    } else if (session.waiting != null) {
      exchange.refuse("unavailable", Exchange.OVERTAKEN);
    } else {
      session.waiting = exchange;
    }
    return Future.succeededFuture();
  }

  private static void answer(
      Session session, Exchange exchange, RoomReply seat, BrowserDoor door, boolean resumed) {
    String sdp = exchange.offer().answer().answer(door, session.sdpId, ++session.sdpVersion);
    exchange.answer(
        new BrowserReply.Answered(session.id, session.key.participant(), seat, sdp, resumed));
  }
}
