package org.convoke.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/** Calls as the journal projected them from facts. */
public interface Calls {
  /**
   * @param state ringing, answered or completed
   * @param durationMs from the answer to the end, by a clock that nobody sets; null: see the times
   * @param cause how it ended: caller_hung_up, bridge_hung_up, cancelled, media_timeout,
   *     ack_timeout, ...
   * @param quality as in call.completed, or null
   * @param application that ran it, or null
   * @param provider where its number lives, or null; {@code providerCallId}: as it names the call
   */
  record Call(
      CallId id,
      String direction,
      String from,
      String to,
      String source,
      String transport,
      String state,
      RoomId room,
      ParticipantId participant,
      String codec,
      String localAddress,
      String remoteAddress,
      Instant startedAt,
      Instant answeredAt,
      Instant endedAt,
      Long durationMs,
      String cause,
      Integer sipCode,
      String sipReason,
      String endedBy,
      JsonObject quality,
      ApplicationId application,
      String provider,
      String providerCallId) {}

  Future<Optional<Call>> find(CallId id);

  /** The latest that came by that call at a provider. */
  Future<Optional<CallId>> linked(String provider, String providerCallId);

  /** Newest first. {@code state} and {@code room} null for all. */
  Future<Page<Call>> list(String state, RoomId room, String cursor, int limit);

  /**
   * Which calls of an application are wanted.
   *
   * @param state null for all
   * @param from that started then or later; null for all
   * @param to that started then or before; null for all
   * @param room null for all
   * @param call this one, if it is in no room; null for all
   * @param newestFirst else oldest first
   * @param offset how many of them are passed over
   * @param limit 1 to 100
   */
  record Search(
      ApplicationId application,
      String state,
      Instant from,
      Instant to,
      RoomId room,
      CallId call,
      boolean newestFirst,
      int offset,
      int limit) {}

  /** Some of {@code count} calls. */
  record Found(long count, List<Call> calls) {}

  Future<Found> search(Search search);

  /** Calls without an end: after a crash each needs its call.completed. */
  Future<List<Call>> unfinished();

  /** What a crash left open, for the journal to close. */
  record Open(List<Call> calls, List<Present> participants, List<Meeting> meetings) {}

  /** A participant that neither left nor was seen leaving. {@code since}: joined, or waiting. */
  record Present(ParticipantId id, RoomId room, CallId call, Instant since) {}

  /** A room with a meeting going on. */
  record Meeting(RoomId room, Instant startedAt) {}

  Future<Open> open();
}
