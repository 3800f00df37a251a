package org.convoke.webrtc;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.Message;
import java.security.SecureRandom;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserReply;
import org.convoke.bus.EventType;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.LegId;
import org.convoke.media.BrowserDoor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers offers. Those of one session are answered one after the other, so whatever comes at the
 * same time finds the session in one state; of those that wait the newest is the only one that
 * anybody still wants.
 */
final class JoinHandler {
  private static final Logger LOG = LoggerFactory.getLogger(JoinHandler.class);
  private static final long WARN_EVERY_NS = 10_000_000_000L;
  private static final String OVER = "The session ended while it was joined.";
  private static final String OVERTAKEN = "A newer offer took its place.";
  private static final String NO_MEDIA = "The bridge has no room for more browsers now.";
  private static final String NO_ROOM = "The room does not answer now.";

  private final SessionScope scope;
  private final Offers offers;
  private final SessionHandler handler;
  private final SecureRandom random = new SecureRandom();
  private boolean warned;
  private long warnedNs;

  JoinHandler(SessionScope scope, Offers offers) {
    this.scope = scope;
    this.offers = offers;
    this.handler = new SessionHandler(scope, this::left);
  }

  SessionHandler handler() {
    return handler;
  }

  void join(Message<BrowserCommand> asked, BrowserCommand.Join join) {
    Exchange exchange = read(asked, join.offer());
    if (exchange != null) {
      enter(exchange, join);
    }
  }

  void renew(Message<BrowserCommand> asked, BrowserCommand.Renew renew) {
    Session session = scope.sessions.byId(renew.call());
    if (session == null || session.over()) {
      Exchange.answer(asked, new BrowserReply.Unknown());
      return;
    }
    Exchange exchange = read(asked, renew.offer());
    if (exchange != null) {
      takeTurn(session, exchange);
    }
  }

  /** Null when it was refused. */
  private Exchange read(Message<BrowserCommand> asked, String offer) {
    return switch (offers.read(offer)) {
      case Offers.Reading.Taken taken -> new Exchange(asked, taken);
      case Offers.Reading.Refused(String why) -> {
        Exchange.refuse(asked, "invalid_offer", why, "offer");
        yield null;
      }
    };
  }

  private void enter(Exchange exchange, BrowserCommand.Join join) {
    if (scope.stopping) {
      exchange.refuse("unavailable", "The bridge is stopping.");
      return;
    }
    Session session = scope.sessions.byKey(new Session.Key(join.room(), join.participant()));
    if (session == null) {
      if (scope.sessions.size() >= scope.config.maxBrowsers()) {
        warn("webrtc.max_browsers are there");
        exchange.refuse("overloaded", NO_MEDIA);
        return;
      }
      OfferBudget budget = new OfferBudget(scope.config.offersPerMinute(), scope.clock.nowNs());
      session = new Session(join, budget, random.nextLong(1L << 62));
      scope.sessions.add(session);
    }
    takeTurn(session, exchange);
  }

  private void takeTurn(Session session, Exchange exchange) {
    if (!session.budget.take(scope.clock.nowNs())) {
      exchange.refuse("overloaded", "Too many offers within a minute.");
    } else if (session.over() || !session.exchange.isComplete()) {
      if (session.waiting != null) {
        session.waiting.refuse("unavailable", OVERTAKEN);
      }
      session.waiting = exchange;
    } else {
      run(session, exchange);
    }
  }

  private void run(Session session, Exchange exchange) {
    Promise<Void> done = Promise.promise();
    session.exchange = done.future();
    LegId leg = LegId.next();
    scope.sessions.addLeg(leg, session);
    scope
        .here(scope.media.openBrowser(leg, exchange.offer().terms()))
        .transform(door ->
            door.succeeded()
                ? opened(session, exchange, leg, door.result())
                : noLeg(session, exchange, leg, door.cause()))
        .onFailure(failure -> {
          LOG.error("call {}: an offer could not be answered", session.id, failure);
          exchange.refuse("unavailable", OVER);
          handler.feed(session, new SessionInput.HangUp("failed"));
        })
        .onComplete(_ -> {
          done.complete();
          if (!session.over() && session.waiting != null) {
            run(session, taken(session));
          }
        });
  }

  private static Exchange taken(Session session) {
    Exchange exchange = session.waiting;
    session.waiting = null;
    return exchange;
  }

  /** Its participant is out of the room: who came again meanwhile may begin anew. */
  private void left(Session session) {
    if (session.waiting == null) {
      return;
    }
    Exchange exchange = taken(session);
    if (exchange.asked().body() instanceof BrowserCommand.Join join) {
      enter(exchange, join);
    } else {
      exchange.answer(new BrowserReply.Unknown());
    }
  }

  private Future<Void> noLeg(Session session, Exchange exchange, LegId leg, Throwable failure) {
    scope.sessions.removeLeg(leg);
    warn(failure.getMessage());
    exchange.refuse("overloaded", NO_MEDIA);
    // Who has a seat keeps it.
    handler.feed(session, new SessionInput.Refused("unavailable"));
    return Future.succeededFuture();
  }

  /** The leg is there; what becomes of it depends on where the session is by now. */
  private Future<Void> opened(Session session, Exchange exchange, LegId leg, BrowserDoor door) {
    session.legs.put(leg, exchange.offer().terms().codec().sdpName());
    return switch (session.state) {
      case SessionState.Joining _ -> {
        session.leg = leg;
        yield claim(session, exchange, (BrowserCommand.Join) exchange.asked().body(), door);
      }
      case SessionState.Seated _ ->
          exchange.asked().body() instanceof BrowserCommand.Join join
              ? comeBack(session, exchange, join, leg, door)
              : renewed(session, exchange, leg, door);
      case SessionState.Leaving _, SessionState.Over _ -> tooLate(session, exchange, leg);
    };
  }

  private Future<Void> claim(
      Session session, Exchange exchange, BrowserCommand.Join join, BrowserDoor door) {
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
        .<Void>map(reply -> {
          claimed(session, exchange, join, door, reply);
          return null;
        });
  }

  private void claimed(
      Session session,
      Exchange exchange,
      BrowserCommand.Join join,
      BrowserDoor door,
      RoomReply reply) {
    switch (reply) {
      case RoomReply.Joined _ -> seated(session, exchange, join, door, reply, false);
      case RoomReply.Waiting _ -> seated(session, exchange, join, door, reply, true);
      case RoomReply.Refused(String why) -> {
        String code = Refusals.code(why);
        exchange.refuse(code, Refusals.sentence(code));
        handler.feed(session, new SessionInput.Refused(code));
      }
      case RoomReply.Done _, RoomReply.Unknown _, RoomReply.Forbidden _, RoomReply.Roster _ -> {
        exchange.refuse("unavailable", NO_ROOM);
        handler.feed(session, new SessionInput.Refused("unavailable"));
      }
    }
  }

  private void seated(
      Session session,
      Exchange exchange,
      BrowserCommand.Join join,
      BrowserDoor door,
      RoomReply seat,
      boolean waits) {
    handler.feed(session, new SessionInput.Seat(session.leg, join.socket(), waits));
    if (session.over()) {
      exchange.refuse("unavailable", OVER);
    } else {
      answer(session, exchange, seat, door, false);
    }
  }

  private Future<Void> comeBack(
      Session session, Exchange exchange, BrowserCommand.Join join, LegId leg, BrowserDoor door) {
    return scope
        .bus
        .room(new RoomCommand.Reseat(join.room(), join.participant(), leg))
        .<Void>map(reply -> {
          boolean waits = reply instanceof RoomReply.Waiting;
          if (session.over()) {
            tooLate(session, exchange, leg);
          } else if (waits || reply instanceof RoomReply.Joined) {
            session.leg = leg;
            handler.feed(session, new SessionInput.CameBack(leg, join.socket(), waits));
            answer(session, exchange, reply, door, true);
          } else {
            // The room let go of him; he may come anew.
            handler.feed(session, new SessionInput.Dismissed("ended"));
            tooLate(session, exchange, leg);
          }
          return null;
        });
  }

  private Future<Void> renewed(Session session, Exchange exchange, LegId leg, BrowserDoor door) {
    handler.feed(session, new SessionInput.Renewing(leg));
    answer(session, exchange, null, door, true);
    return Future.succeededFuture();
  }

  /** The session ended meanwhile; who wanted to join waits until it has left, and begins anew. */
  private Future<Void> tooLate(Session session, Exchange exchange, LegId leg) {
    scope.media.close(leg);
    boolean first = !session.claimed;
    if (first || session.waiting != null) {
      exchange.refuse("unavailable", first ? OVER : OVERTAKEN);
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

  /** Says so once in a while: when there is no more room, every browser meets it. */
  private void warn(String why) {
    long nowNs = scope.clock.nowNs();
    if (!warned || nowNs - warnedNs > WARN_EVERY_NS) {
      warned = true;
      warnedNs = nowNs;
      LOG.warn("browsers are refused: {}", why);
    }
  }
}
