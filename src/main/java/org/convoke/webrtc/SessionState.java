package org.convoke.webrtc;

import org.convoke.id.LegId;

/**
 * Where a browser's session is. Times are monotonic nanoseconds; {@link #NEVER} means no such
 * deadline.
 */
sealed interface SessionState {
  long NEVER = Long.MAX_VALUE;

  /**
   * How a session ended.
   *
   * @param cause as call.completed tells it
   * @param told as the browser is told it
   * @param endedBy caller or bridge
   */
  record End(String cause, String told, String endedBy) {
    static End byBrowser(String cause) {
      return new End(cause, cause, "caller");
    }

    static End byBridge(String cause) {
      return new End(cause, cause, "bridge");
    }
  }

  /** How its leg is. */
  sealed interface Line {
    /** ICE and DTLS are under way, until {@code dueNs}. */
    record Connecting(long dueNs) implements Line {}

    record Flowing() implements Line {}

    /** Nothing came for seconds, or the peer said that it is gone. */
    record Lost() implements Line {}
  }

  /** Its leg is being opened, then its seat asked for. */
  record Joining() implements SessionState {}

  /**
   * Has a seat, in the room or in front of it.
   *
   * @param leg what the room hears
   * @param socket the connection that signals, also when it is gone
   * @param attached it is not gone
   * @param waiting not in the room yet
   * @param connectedOnce sound flowed once; before that no seat is kept
   * @param awayTold the room was told that the line is gone
   * @param silenceTold the journal was told so
   * @param goneSinceNs since when the seat is kept for nobody; it lasts until sound flows again
   * @param renewal a leg that shall take the place of {@code leg} once it is connected, or null
   */
  record Seated(
      LegId leg,
      Line line,
      String socket,
      boolean attached,
      boolean waiting,
      boolean connectedOnce,
      boolean awayTold,
      boolean silenceTold,
      long goneSinceNs,
      Renewal renewal)
      implements SessionState {

    boolean gone() {
      return !attached || line instanceof Line.Lost;
    }

    Seated with(Line line) {
      return new Seated(
          leg,
          line,
          socket,
          attached,
          waiting,
          connectedOnce || line instanceof Line.Flowing,
          awayTold,
          silenceTold,
          goneSinceNs,
          renewal);
    }

    /** By another leg, which the room puts in the mix as one that is there. */
    Seated by(LegId leg, Line line) {
      return new Seated(
              leg,
              line,
              socket,
              attached,
              waiting,
              connectedOnce,
              false,
              silenceTold,
              goneSinceNs,
              renewal)
          .with(line);
    }

    Seated signalledBy(String socket, boolean attached) {
      return new Seated(
          leg,
          line,
          socket,
          attached,
          waiting,
          connectedOnce,
          awayTold,
          silenceTold,
          goneSinceNs,
          renewal);
    }

    Seated waits(boolean waiting) {
      return new Seated(
          leg,
          line,
          socket,
          attached,
          waiting,
          connectedOnce,
          awayTold,
          silenceTold,
          goneSinceNs,
          renewal);
    }

    Seated told(boolean away, boolean silence) {
      return new Seated(
          leg, line, socket, attached, waiting, connectedOnce, away, silence, goneSinceNs, renewal);
    }

    Seated goneSince(long ns) {
      return new Seated(
          leg, line, socket, attached, waiting, connectedOnce, awayTold, silenceTold, ns, renewal);
    }

    Seated renewedBy(Renewal renewal) {
      return new Seated(
          leg,
          line,
          socket,
          attached,
          waiting,
          connectedOnce,
          awayTold,
          silenceTold,
          goneSinceNs,
          renewal);
    }
  }

  /** A leg that must be connected by {@code dueNs}, or it is given up. */
  record Renewal(LegId leg, long dueNs) {}

  /** Over for the browser; the participant is being taken out and the leg closed. */
  record Leaving(End end) implements SessionState {}

  /** Nothing is left to do. */
  record Over(End end) implements SessionState {}
}
