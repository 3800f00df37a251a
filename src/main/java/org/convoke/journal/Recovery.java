package org.convoke.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.store.Calls;

/**
 * The facts that close what a crash left open, in the order in which they would have come. Pure.
 */
final class Recovery {
  private static final String REASON = "bridge_restarted";

  private Recovery() {}

  /**
   * The facts.
   *
   * @param now when it all ended: until when the bridge is known to have lived
   */
  static List<Fact> facts(Calls.Open open, Instant now) {
    List<Fact> facts = new ArrayList<>();
    for (Calls.Present present : open.participants()) {
      facts.add(
          Fact.of(
              EventType.PARTICIPANT_LEFT,
              later(now, present.since()),
              present.room(),
              present.call(),
              present.id(),
              Map.of("reason", REASON, "duration_ms", since(present.since(), now))));
    }
    for (Calls.Meeting meeting : open.meetings()) {
      facts.add(
          Fact.of(
              EventType.ROOM_ENDED,
              later(now, meeting.startedAt()),
              meeting.room(),
              null,
              null,
              Map.of("reason", REASON, "duration_ms", since(meeting.startedAt(), now))));
    }
    for (Calls.Call call : open.calls()) {
      facts.add(
          Fact.of(
              EventType.CALL_COMPLETED,
              later(now, call.answeredAt() == null ? call.startedAt() : call.answeredAt()),
              null, // as ever: it is out of its room by then
              call.id(),
              null,
              Map.of(
                  "cause",
                  REASON,
                  "ended_by",
                  "bridge",
                  "duration_ms",
                  call.answeredAt() == null ? 0L : since(call.answeredAt(), now))));
    }
    return facts;
  }

  /** Nothing ends before it began, whatever the machine's clock did meanwhile. */
  private static Instant later(Instant ended, Instant began) {
    return began == null || began.isBefore(ended) ? ended : began;
  }

  /** In ms; never negative, though the machine's clock may have been set back. */
  private static long since(Instant from, Instant now) {
    return from == null ? 0 : Math.max(0, Duration.between(from, now).toMillis());
  }
}
