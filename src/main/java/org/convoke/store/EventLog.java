package org.convoke.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/** The journal's part of the database: the one writer of events, calls and participants. */
public interface EventLog {
  /** An event before it has its numbers. */
  record Entry(
      EventId id,
      String type,
      Instant occurredAt,
      RoomId room,
      CallId call,
      ParticipantId participant,
      JsonObject data) {}

  /**
   * What is newly known of a call; null leaves what is stored.
   *
   * @param at when the fact happened: the call's start, where no earlier one is known
   * @param state ringing, answered or completed; a call never goes back
   */
  record CallChange(
      CallId id,
      Instant at,
      String state,
      RoomId room,
      ParticipantId participant,
      Instant answeredAt,
      Instant endedAt,
      Origin origin,
      Media media,
      Ending ending) {
    /** The call is in this room now. */
    public static CallChange placed(
        CallId call, Instant at, RoomId room, ParticipantId participant) {
      return new CallChange(
          call, at, null, room, participant, null, null, Origin.NONE, Media.NONE, Ending.NONE);
    }
  }

  /** Who calls whom, and how the call came; null leaves what is stored. */
  record Origin(
      String direction,
      String from,
      String to,
      String source,
      String transport,
      ApplicationId application) {
    public static final Origin NONE = new Origin(null, null, null, null, null, null);
  }

  /** How a call sounds; null leaves what is stored. */
  record Media(String codec, String localAddress, String remoteAddress) {
    public static final Media NONE = new Media(null, null, null);
  }

  /** How a call ended, {@code durationMs} after its answer; null leaves what is stored. */
  record Ending(
      String cause,
      Integer sipCode,
      String sipReason,
      String endedBy,
      Long durationMs,
      JsonObject quality) {
    public static final Ending NONE = new Ending(null, null, null, null, null, null);
  }

  /** What is newly known of a participant; null leaves what is stored. */
  record ParticipantChange(
      ParticipantId id,
      RoomId room,
      CallId call,
      String name,
      String role,
      Instant waitingSince,
      Instant joinedAt,
      Instant leftAt,
      String reason) {}

  /** A room's meeting began at {@code startedAt}, or, when that is null, ended. */
  record MeetingChange(RoomId room, Instant startedAt, Instant endedAt) {}

  /** A call came by a number that lives at a provider, which names it so. */
  record ProviderLink(CallId call, String provider, String providerCallId) {}

  /** What a batch of events changes in the projections. */
  record Changes(
      List<CallChange> calls,
      List<ParticipantChange> participants,
      List<MeetingChange> meetings,
      List<ProviderLink> links) {
    public Changes(
        List<CallChange> calls,
        List<ParticipantChange> participants,
        List<MeetingChange> meetings) {
      this(calls, participants, meetings, List.of());
    }
  }

  /**
   * Stores events in the given order in one transaction, with their numbers within room and call
   * and with what {@code project} makes of them. Events that are stored already are skipped:
   * repeating a call whose answer was lost is harmless. One call at a time.
   *
   * @return the last position given, 0 when all were stored before. Fails with {@link Unavailable}
   *     when the outcome is not known, otherwise nothing was stored.
   */
  Future<Long> append(List<Entry> entries, Function<List<Entry>, Changes> project);

  /**
   * Deletes some of the events that happened, and of the calls and participants that ended, before
   * {@code before}. The numbers within rooms and calls go on.
   *
   * @return whether there may be more
   */
  Future<Boolean> forget(Instant before);

  /** Closes the connection. */
  Future<Void> close();
}
