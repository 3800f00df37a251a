package org.convoke.webrtc;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.convoke.audio.Sound;
import org.convoke.bus.BrowserNotice;
import org.convoke.bus.EventType;
import org.convoke.bus.LegEvent;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.LegId;
import org.convoke.media.Playback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what {@link SessionMachine} decides for a session. */
final class SessionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SessionHandler.class);
  private static final long REPORT_MS = 1000;

  private final SessionScope scope;
  private final Consumer<Session> left;
  private long lastPlayback;

  /**
   * @param left told when a session's participant has been taken out of the room
   */
  SessionHandler(SessionScope scope, Consumer<Session> left) {
    this.scope = scope;
    this.left = left;
  }

  /** Feeds one input to a session and does what follows. */
  void feed(Session session, SessionInput input) {
    SessionMachine.Step step = scope.machine.step(session.state, input, scope.clock.nowNs());
    session.state = step.next();
    try {
      for (SessionAction action : step.actions()) {
        perform(session, action);
      }
    } catch (RuntimeException e) {
      broken(session, e);
    }
    arm(session);
  }

  /** A defect costs one session, never the bridge. */
  private void broken(Session session, RuntimeException e) {
    LOG.error("call {} in {} failed", session.id, session.stateName(), e);
    switch (session.state) {
      case SessionState.Joining _, SessionState.Seated _ ->
          feed(session, new SessionInput.HangUp("failed"));
      case SessionState.Leaving _ -> feed(session, new SessionInput.Departed());
      case SessionState.Over _ -> session.completed.tryComplete();
    }
  }

  private void arm(Session session) {
    if (session.timer != Session.NO_TIMER) {
      scope.vertx.cancelTimer(session.timer);
      session.timer = Session.NO_TIMER;
    }
    long deadlineNs = scope.machine.nextDeadlineNs(session.state);
    if (deadlineNs != SessionState.NEVER) {
      long delayMs = Math.max(1, (deadlineNs - scope.clock.nowNs() + 999_999) / 1_000_000);
      session.timer =
          scope.vertx.setTimer(
              delayMs,
              _ -> {
                session.timer = Session.NO_TIMER;
                feed(session, new SessionInput.Wake());
              });
    }
  }

  private void perform(Session session, SessionAction action) {
    switch (action) {
      case SessionAction.Music(LegId leg) -> {
        if (scope.music) {
          scope.media.play(leg, Playback.endless(++lastPlayback, List.of(new Sound.Music())));
        }
      }
      case SessionAction.Hush(LegId leg) -> scope.media.stop(leg);
      case SessionAction.Away(boolean away) -> scope.bus.away(session, away);
      case SessionAction.TellMedia(String socket, String state) ->
          scope.bus.tell(
              new BrowserNotice.Media(session.id, socket, session.key.participant(), state));
      case SessionAction.TellEnded(String socket, String cause) ->
          scope.bus.tell(
              new BrowserNotice.Ended(session.id, socket, session.key.participant(), cause));
      case SessionAction.TellSilent(long silentMs) ->
          scope.bus.fact(EventType.CALL_MEDIA_SILENT, session, Map.of("silent_ms", silentMs));
      case SessionAction.TellResumed _ ->
          scope.bus.fact(EventType.CALL_MEDIA_RESUMED, session, Map.of());
      case SessionAction.Reseat(LegId leg) -> reseat(session, leg);
      case SessionAction.Close(LegId leg) -> scope.media.close(leg);
      case SessionAction.Depart(String cause) -> depart(session, cause);
      case SessionAction.Complete(SessionState.End end) -> complete(session, end);
    }
  }

  /** A fresh leg is connected: from now on the room hears it. */
  private void reseat(Session session, LegId leg) {
    session.leg = leg;
    Session.Key key = session.key;
    scope
        .bus
        .room(new RoomCommand.Reseat(key.room(), key.participant(), leg))
        .onSuccess(reply -> {
          if (reply instanceof RoomReply.Unknown) {
            feed(session, new SessionInput.Dismissed("ended"));
          }
        })
        .onFailure(failure -> {
          LOG.warn("call {}: the room does not answer", session.id);
          feed(session, new SessionInput.HangUp("failed"));
        });
  }

  /**
   * Takes the participant out once nothing of it is under way any more, then closes the legs;
   * {@link SessionInput.Departed} when the last report is there, or does not come in time.
   */
  private void depart(Session session, String cause) {
    session.endedNs = scope.clock.nowNs();
    session
        .exchange
        .transform(
            _ -> session.claimed ? scope.bus.leave(session, cause) : Future.succeededFuture())
        .onComplete(done -> {
          if (done.failed()) {
            LOG.warn("call {}: the room did not say that it ended", session.id);
          }
          scope.sessions.leaves(session);
          left.accept(session);
          closeLegs(session);
        });
  }

  private void closeLegs(Session session) {
    session.legs.keySet().forEach(scope.media::close);
    if (session.leg == null || !session.legs.containsKey(session.leg)) {
      session.legClosed.tryComplete();
    }
    long timer = scope.vertx.setTimer(REPORT_MS, _ -> session.legClosed.tryComplete());
    session
        .legClosed
        .future()
        .onComplete(_ -> {
          scope.vertx.cancelTimer(timer);
          feed(session, new SessionInput.Departed());
        });
  }

  /** A leg of the session is gone, asked for or not. */
  void closed(Session session, LegEvent.LegClosed closed) {
    LegId leg = closed.leg();
    scope.sessions.removeLeg(leg);
    if (leg.equals(session.leg)) {
      session.report = closed.report();
      session.legClosed.tryComplete();
    } else {
      session.legs.remove(leg);
    }
    feed(session, new SessionInput.LegClosed(leg));
  }

  private void complete(Session session, SessionState.End end) {
    scope.sessions.remove(session);
    if (session.told) {
      boolean answered = session.answeredNs != SessionState.NEVER;
      long durationMs =
          answered ? Math.max(0, (session.endedNs - session.answeredNs) / 1_000_000) : 0;
      scope.bus.fact(
          EventType.CALL_COMPLETED, session, SessionFacts.completed(session, end, durationMs));
      LOG.info("call {} ended: {} after {} ms", session.id, end.cause(), durationMs);
    }
    session.completed.tryComplete();
  }
}
