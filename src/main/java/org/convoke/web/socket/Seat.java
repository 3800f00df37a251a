package org.convoke.web.socket;

import java.time.Duration;
import java.time.Instant;
import org.convoke.clock.Clock;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.store.Rooms.Room;
import org.convoke.token.Grant;

/** Where a connection stands: what it has shown and what it has got. Owned by its connection. */
final class Seat {
  /** How far it has come. */
  enum Stage {
    FRESH,
    AUTHENTICATED,
    WAITING,
    JOINED,
    ENDED
  }

  Stage stage = Stage.FRESH;
  Room room;

  /** What its token says; null for a visitor by link who has none yet. */
  Grant grant;

  ParticipantId participant;
  CallId call;
  Role role;

  /** As the others see the quality of the line, for one's own figures. */
  String line = "";

  /** When the token ends; null before there is one. */
  Instant expiresAt;

  /** The same by the clock that nobody sets: a clock that is set puts out nobody who is there. */
  private long expiresNs;

  /** It was told that the token ends soon. */
  boolean warned;

  /** The token ends then. */
  void expires(Instant at, Clock clock) {
    expiresAt = at;
    expiresNs = clock.nowNs() + Duration.between(clock.now(), at).toNanos();
  }

  /** How long the token lasts yet. */
  Duration lasts(long nowNs) {
    return Duration.ofNanos(expiresNs - nowNs);
  }

  boolean seated() {
    return stage == Stage.WAITING || stage == Stage.JOINED;
  }

  boolean host() {
    return stage == Stage.JOINED && role == Role.HOST;
  }
}
