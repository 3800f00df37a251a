package org.convoke.webrtc;

import io.vertx.core.Promise;
import io.vertx.core.eventbus.Message;
import java.security.SecureRandom;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserReply;
import org.convoke.capacity.Admission;
import org.convoke.id.LegId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes offers in. Those of one session are answered one after the other, so whatever comes at the
 * same time finds the session in one state; of those that wait the newest is the only one that
 * anybody still wants.
 */
final class JoinHandler {
  private static final Logger LOG = LoggerFactory.getLogger(JoinHandler.class);
  private static final long WARN_EVERY_NS = 10_000_000_000L;

  private final SessionScope scope;
  private final Offers offers;
  private final Admission admission;
  private final SessionHandler handler;
  private final SeatHandler seats;
  private final SecureRandom random = new SecureRandom();
  private boolean warned;
  private long warnedNs;

  JoinHandler(SessionScope scope, Offers offers, Admission admission) {
    this.admission = admission;
    this.scope = scope;
    this.offers = offers;
    this.handler = new SessionHandler(scope, this::left);
    this.seats = new SeatHandler(scope, handler);
  }

  SessionHandler handler() {
    return handler;
  }

  void join(Message<BrowserCommand> asked, BrowserCommand.Join join) {
    Exchange exchange = read(asked, join, join.offer());
    if (exchange != null) {
      enter(exchange);
    }
  }

  void renew(Message<BrowserCommand> asked, BrowserCommand.Renew renew) {
    Session session = scope.sessions.byId(renew.call());
    if (session == null || session.over()) {
      Exchange.answer(asked, new BrowserReply.Unknown());
      return;
    }
    Exchange exchange = read(asked, null, renew.offer());
    if (exchange != null) {
      takeTurn(session, exchange);
    }
  }

  /** Null when it was refused. */
  private Exchange read(Message<BrowserCommand> asked, BrowserCommand.Join join, String offer) {
    return switch (offers.read(offer)) {
      case Offers.Reading.Taken taken -> new Exchange(asked, join, taken);
      case Offers.Reading.Refused(String why) -> {
        Exchange.answer(asked, new BrowserReply.Refused("invalid_offer", why, "offer"));
        yield null;
      }
    };
  }

  private void enter(Exchange exchange) {
    BrowserCommand.Join join = exchange.join();
    if (scope.stopping) {
      exchange.refuse("unavailable", "The bridge is stopping.");
      return;
    }
    Session session = scope.sessions.byKey(new Session.Key(join.room(), join.participant()));
    if (session == null) {
      if (scope.sessions.size() >= scope.config.maxBrowsers()) {
        warn("webrtc.max_browsers are there");
        exchange.refuse("overloaded", Exchange.NO_MEDIA);
        return;
      }
      if (!admission.admits()) {
        exchange.refuse("overloaded", Exchange.NO_MEDIA);
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
        session.waiting.refuse("unavailable", Exchange.OVERTAKEN);
      }
      session.waiting = exchange;
    } else {
      run(session, exchange);
    }
  }

  private void run(Session session, Exchange exchange) {
    Promise<Void> done = Promise.promise();
    session.exchange = done.future();
    session.openedNs = scope.clock.nowNs();
    LegId leg = LegId.next();
    scope.sessions.addLeg(leg, session);
    scope
        .here(scope.media.openBrowser(leg, exchange.offer().terms()))
        .onFailure(failure -> warn(failure.getMessage()))
        .transform(door ->
            door.succeeded()
                ? seats.opened(session, exchange, leg, door.result())
                : seats.noLeg(session, exchange, leg))
        .onFailure(failure -> {
          LOG.error("call {}: an offer could not be answered", session.id, failure);
          exchange.refuse("unavailable", Exchange.OVER);
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
    if (exchange.join() == null) {
      exchange.answer(new BrowserReply.Unknown());
    } else {
      enter(exchange);
    }
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
