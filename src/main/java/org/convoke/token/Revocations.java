package org.convoke.token;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/**
 * Whose tokens count no more: those who were removed from a meeting, until it ends. A token that
 * was issued later counts: somebody wants him back.
 */
public final class Revocations {
  /** Past it the oldest are forgotten; no meeting removes as many. */
  static final int MAX = 100_000;

  private record Removed(RoomId room, ParticipantId participant) {}

  private final Map<Removed, Instant> removed =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Removed, Instant> eldest) {
          return size() > MAX;
        }
      };

  /** Tokens of his that were issued up to {@code now} count no more in this meeting. */
  public void revoke(RoomId room, ParticipantId participant, Instant now) {
    removed.put(new Removed(room, participant), now);
  }

  /** The meeting is over: whoever is invited to the next one may come. */
  public void meetingEnded(RoomId room) {
    removed.keySet().removeIf(one -> one.room().equals(room));
  }

  boolean covers(Grant grant) {
    Instant at = removed.get(new Removed(grant.room(), grant.participant()));
    // Tokens know whole seconds: one of the same second is taken for an older one.
    return at != null && !grant.issuedAt().isAfter(at);
  }
}
