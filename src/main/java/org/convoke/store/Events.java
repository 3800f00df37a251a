package org.convoke.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/** The journal's events, read. */
public interface Events {
  /**
   * @param position the journal's total order, for paging and resuming
   * @param roomSeq 1, 2, 3 ... within the room, null without a room
   * @param callSeq 1, 2, 3 ... within the call, null without a call
   */
  record Event(
      long position,
      EventId id,
      String type,
      Instant occurredAt,
      RoomId room,
      CallId call,
      ParticipantId participant,
      Long roomSeq,
      Long callSeq,
      JsonObject data) {}

  /** Which events; null for any. {@code types} may hold {@code call.*} patterns; empty for all. */
  record Filter(RoomId room, CallId call, List<String> types) {}

  /** Events after {@code position}, in order, at most {@code limit} (1 to 1000). */
  Future<List<Event>> after(long position, Filter filter, int limit);

  /** The position of an event id, or -1: a client resumes from either. */
  Future<Long> positionOf(EventId id);

  /** The last position, 0 when there is none. */
  Future<Long> last();
}
