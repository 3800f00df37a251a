package org.convoke.webrtc;

import java.util.ArrayList;
import java.util.List;
import org.convoke.id.LegId;
import org.convoke.webrtc.SessionAction.Away;
import org.convoke.webrtc.SessionAction.Close;
import org.convoke.webrtc.SessionAction.Complete;
import org.convoke.webrtc.SessionAction.Depart;
import org.convoke.webrtc.SessionAction.Hush;
import org.convoke.webrtc.SessionAction.Music;
import org.convoke.webrtc.SessionAction.Reseat;
import org.convoke.webrtc.SessionAction.TellEnded;
import org.convoke.webrtc.SessionAction.TellMedia;
import org.convoke.webrtc.SessionAction.TellResumed;
import org.convoke.webrtc.SessionAction.TellSilent;
import org.convoke.webrtc.SessionState.End;
import org.convoke.webrtc.SessionState.Joining;
import org.convoke.webrtc.SessionState.Leaving;
import org.convoke.webrtc.SessionState.Line;
import org.convoke.webrtc.SessionState.Over;
import org.convoke.webrtc.SessionState.Renewal;
import org.convoke.webrtc.SessionState.Seated;

/**
 * What becomes of a browser's session. Pure. Whatever way it ends, {@link Depart} comes before
 * {@link Complete} and each comes once.
 *
 * <p>A session is gone when its connection or its media is: the room is told, and the seat is kept
 * for a while, counted from the moment it was first gone until sound flows again. So a browser that
 * tries and fails does not keep its seat for ever. Only one that never was heard is let go at once.
 */
final class SessionMachine {
  /** A new state and what to do. */
  record Step(SessionState next, List<SessionAction> actions) {
    static Step to(SessionState next, SessionAction... actions) {
      return new Step(next, List.of(actions));
    }
  }

  private final long connectNs;
  private final long seatNs;

  /**
   * @param connectNs how long a leg may take from its answer to the first sound
   * @param seatNs how long a seat is kept for one who is gone
   */
  SessionMachine(long connectNs, long seatNs) {
    this.connectNs = connectNs;
    this.seatNs = seatNs;
  }

  Step step(SessionState state, SessionInput input, long nowNs) {
    return switch (state) {
      case Joining joining -> joining(joining, input);
      case Seated seated -> seated(seated, input, nowNs);
      case Leaving leaving ->
          input instanceof SessionInput.Departed
              ? Step.to(new Over(leaving.end()), new Complete(leaving.end()))
              : Step.to(leaving);
      case Over over -> Step.to(over);
    };
  }

  /** The next time at which {@link SessionInput.Wake} is due, or NEVER. */
  long nextDeadlineNs(SessionState state) {
    return switch (state) {
      case Seated seated -> {
        long lineNs =
            seated.line() instanceof Line.Connecting(long dueNs)
                ? dueNs
                : seated.gone() ? seated.goneSinceNs() + seatNs : SessionState.NEVER;
        long renewalNs = seated.renewal() == null ? SessionState.NEVER : seated.renewal().dueNs();
        yield earlier(lineNs, renewalNs);
      }
      case Joining _, Leaving _, Over _ -> SessionState.NEVER;
    };
  }

  private static long earlier(long one, long other) {
    if (one == SessionState.NEVER || other == SessionState.NEVER) {
      return Math.min(one, other);
    }
    return one - other <= 0 ? one : other;
  }

  private Step joining(Joining state, SessionInput input) {
    return switch (input) {
      case SessionInput.Seat(LegId leg, String socket, boolean waiting, long openedNs) -> {
        Line line = new Line.Connecting(openedNs + connectNs);
        Seated seated =
            new Seated(
                leg, line, socket, true, waiting, false, false, false, SessionState.NEVER, null);
        yield waiting ? Step.to(seated, new Music(leg)) : Step.to(seated);
      }
      case SessionInput.Refused(String cause) -> unseated(End.byBridge(cause));
      case SessionInput.HangUp(String cause) -> unseated(End.byBridge(cause));
      case SessionInput.Left(String cause) -> unseated(leaving(cause));
      case SessionInput.Dismissed(String why) -> unseated(dismissal(why));
      case SessionInput.LegClosed _ -> unseated(End.byBridge("failed"));
      // Nothing else is asked for or known yet.
      case SessionInput.CameBack _,
          SessionInput.Renewing _,
          SessionInput.LegConnected _,
          SessionInput.LegLost _,
          SessionInput.LegSilent _,
          SessionInput.LegResumed _,
          SessionInput.Detached _,
          SessionInput.Admitted _,
          SessionInput.Held _,
          SessionInput.Departed _,
          SessionInput.Wake _ ->
          Step.to(state);
    };
  }

  /** Who waits for the answer to his offer is told by it, and by nothing else. */
  private static Step unseated(End end) {
    return Step.to(new Leaving(end), new Depart(end.cause()));
  }

  private Step seated(Seated at, SessionInput input, long nowNs) {
    return switch (input) {
      case SessionInput.CameBack back -> cameBack(at, back);
      case SessionInput.Renewing(LegId leg, long openedNs) -> {
        Seated next = at.renewedBy(new Renewal(leg, openedNs + connectNs));
        yield at.renewal() == null ? Step.to(next) : Step.to(next, new Close(at.renewal().leg()));
      }
      case SessionInput.LegConnected(LegId leg) -> connected(at, leg, nowNs);
      case SessionInput.LegLost(LegId leg) -> lost(at, leg, nowNs);
      case SessionInput.LegSilent(LegId leg, long silentMs) -> silent(at, leg, silentMs, nowNs);
      case SessionInput.LegResumed(LegId leg) ->
          leg.equals(at.leg()) && at.line() instanceof Line.Lost
              ? flowing(at, new ArrayList<>(), nowNs)
              : Step.to(at);
      case SessionInput.LegClosed(LegId leg) ->
          leg.equals(at.leg())
              ? end(at, End.byBridge("failed"))
              : isRenewal(at, leg) ? Step.to(at.renewedBy(null)) : Step.to(at);
      case SessionInput.Detached(String socket) ->
          at.attached() && socket.equals(at.socket())
              ? settle(at.signalledBy(socket, false), new ArrayList<>(), nowNs)
              : Step.to(at);
      case SessionInput.Admitted _ ->
          at.waiting() ? Step.to(at.waits(false), new Hush(at.leg())) : Step.to(at);
      case SessionInput.Held(LegId leg, boolean held) ->
          Step.to(at, held ? new Music(leg) : new Hush(leg));
      case SessionInput.Dismissed(String why) -> end(at, dismissal(why));
      case SessionInput.Left(String cause) -> end(at, leaving(cause));
      case SessionInput.HangUp(String cause) -> end(at, hangUp(cause));
      case SessionInput.Wake _ -> wake(at, nowNs);
      // Has its seat already; a refusal comes only to one that asks for it.
      case SessionInput.Seat _, SessionInput.Refused _, SessionInput.Departed _ -> Step.to(at);
    };
  }

  private Step cameBack(Seated at, SessionInput.CameBack back) {
    List<SessionAction> actions = new ArrayList<>();
    if (at.attached() && !at.socket().equals(back.socket())) {
      actions.add(new TellEnded(at.socket(), "replaced"));
    }
    actions.add(new Close(at.leg()));
    if (at.renewal() != null) {
      actions.add(new Close(at.renewal().leg()));
    }
    if (back.waiting()) {
      actions.add(new Music(back.leg()));
    }
    Seated next =
        at.by(back.leg(), new Line.Connecting(back.openedNs() + connectNs))
            .signalledBy(back.socket(), true)
            .waits(back.waiting())
            .renewedBy(null);
    return new Step(next, List.copyOf(actions));
  }

  private Step connected(Seated at, LegId leg, long nowNs) {
    if (isRenewal(at, leg)) {
      List<SessionAction> actions = new ArrayList<>();
      actions.add(new Reseat(leg));
      if (at.waiting()) {
        actions.add(new Music(leg));
      }
      actions.add(new Close(at.leg()));
      Line before = at.line();
      Seated next = at.renewedBy(null).by(leg, new Line.Flowing());
      tellFlowing(next, before, actions);
      return settle(next, actions, nowNs);
    }
    return leg.equals(at.leg()) && !(at.line() instanceof Line.Flowing)
        ? flowing(at, new ArrayList<>(), nowNs)
        : Step.to(at);
  }

  private Step flowing(Seated at, List<SessionAction> actions, long nowNs) {
    tellFlowing(at, at.line(), actions);
    return settle(at.with(new Line.Flowing()), actions, nowNs);
  }

  private static void tellFlowing(Seated at, Line before, List<SessionAction> actions) {
    boolean back = before instanceof Line.Lost;
    actions.add(new TellMedia(at.socket(), back ? "back" : "connected"));
  }

  private Step lost(Seated at, LegId leg, long nowNs) {
    if (isRenewal(at, leg)) {
      return Step.to(at.renewedBy(null), new Close(leg));
    }
    if (!leg.equals(at.leg()) || at.line() instanceof Line.Lost) {
      return Step.to(at);
    }
    if (!at.connectedOnce()) {
      boolean early = at.line() instanceof Line.Connecting(long dueNs) && dueNs - nowNs > 0;
      return end(at, End.byBridge(early ? "failed" : "connect_timeout"));
    }
    List<SessionAction> actions = new ArrayList<>();
    actions.add(new TellMedia(at.socket(), "lost"));
    return settle(at.with(new Line.Lost()), actions, nowNs);
  }

  private Step silent(Seated at, LegId leg, long silentMs, long nowNs) {
    if (!leg.equals(at.leg()) || !(at.line() instanceof Line.Flowing)) {
      return Step.to(at);
    }
    List<SessionAction> actions = new ArrayList<>();
    actions.add(new TellMedia(at.socket(), "lost"));
    Seated next = at;
    if (!at.silenceTold()) {
      actions.add(new TellSilent(silentMs));
      next = at.told(at.awayTold(), true);
    }
    return settle(next.with(new Line.Lost()), actions, nowNs);
  }

  private static boolean isRenewal(Seated at, LegId leg) {
    return at.renewal() != null && at.renewal().leg().equals(leg);
  }

  /** What follows from being there or gone: since when, and what the room and the journal know. */
  private Step settle(Seated at, List<SessionAction> actions, long nowNs) {
    Seated next = at;
    boolean flows = at.line() instanceof Line.Flowing;
    if (flows && at.silenceTold()) {
      actions.add(new TellResumed());
      next = next.told(next.awayTold(), false);
    }
    if (at.gone() && at.goneSinceNs() == SessionState.NEVER) {
      next = next.goneSince(nowNs);
    } else if (flows && at.attached()) {
      next = next.goneSince(SessionState.NEVER);
    }
    if (at.gone() != at.awayTold()) {
      actions.add(new Away(at.gone()));
      next = next.told(at.gone(), next.silenceTold());
    }
    return new Step(next, List.copyOf(actions));
  }

  private Step wake(Seated at, long nowNs) {
    if (at.renewal() != null && at.renewal().dueNs() - nowNs <= 0) {
      return Step.to(at.renewedBy(null), new Close(at.renewal().leg()));
    }
    if (at.line() instanceof Line.Connecting(long dueNs)) {
      return dueNs - nowNs <= 0 ? lost(at, at.leg(), nowNs) : Step.to(at);
    }
    if (at.gone() && at.goneSinceNs() + seatNs - nowNs <= 0) {
      boolean mediaLost = at.line() instanceof Line.Lost;
      return end(at, End.byBridge(mediaLost ? "media_timeout" : "detached"));
    }
    return Step.to(at);
  }

  private static Step end(Seated at, End end) {
    return Step.to(
        new Leaving(end), new TellEnded(at.socket(), end.told()), new Depart(end.cause()));
  }

  /** Calls say room_ended of either, as those of phones do. */
  private static End dismissal(String why) {
    return switch (why) {
      case "removed", "left" -> End.byBridge(why);
      case "host_left" -> new End("room_ended", "host_left", "bridge");
      default -> End.byBridge("room_ended");
    };
  }

  /** He left, or what let him in holds no more. */
  private static End leaving(String cause) {
    return cause.equals("left") ? End.byBrowser(cause) : End.byBridge(cause);
  }

  private static End hangUp(String cause) {
    return cause.equals("api") ? new End("api", "hung_up_by_api", "bridge") : End.byBridge(cause);
  }
}
