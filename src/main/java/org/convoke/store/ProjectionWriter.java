package org.convoke.store;

import static org.convoke.store.Sql.time;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.convoke.store.EventLog.CallChange;
import org.convoke.store.EventLog.Changes;
import org.convoke.store.EventLog.Ending;
import org.convoke.store.EventLog.Media;
import org.convoke.store.EventLog.MeetingChange;
import org.convoke.store.EventLog.Origin;
import org.convoke.store.EventLog.ParticipantChange;
import org.convoke.store.EventLog.ProviderLink;

/** Writes what events changed into the tables that are read. */
final class ProjectionWriter {
  /** It began when the fact with its direction says so; before that is known, at its first fact. */
  private static final String CALL =
      """
      insert into calls as c (id, started_at, state, direction, from_number, to_number, source,
        transport, room_id, participant_id, codec, local_address, remote_address, answered_at,
        ended_at, cause, sip_code, sip_reason, ended_by, quality, application_id, duration_ms)
      values ($1, $2, coalesce($3, 'ringing'), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
        $15, $16, $17, $18, $19, $20, $21, $22)
      on conflict (id) do update set
        started_at = case when c.direction is null and excluded.direction is not null
          then excluded.started_at else c.started_at end,
        state = case when 'completed' in (c.state, excluded.state) then 'completed'
          when 'answered' in (c.state, excluded.state) then 'answered' else 'ringing' end,
        direction = coalesce(excluded.direction, c.direction),
        from_number = coalesce(excluded.from_number, c.from_number),
        to_number = coalesce(excluded.to_number, c.to_number),
        source = coalesce(excluded.source, c.source),
        transport = coalesce(excluded.transport, c.transport),
        room_id = coalesce(excluded.room_id, c.room_id),
        participant_id = coalesce(excluded.participant_id, c.participant_id),
        codec = coalesce(excluded.codec, c.codec),
        local_address = coalesce(excluded.local_address, c.local_address),
        remote_address = coalesce(excluded.remote_address, c.remote_address),
        answered_at = coalesce(c.answered_at, excluded.answered_at),
        ended_at = coalesce(c.ended_at, excluded.ended_at),
        cause = coalesce(c.cause, excluded.cause),
        sip_code = coalesce(c.sip_code, excluded.sip_code),
        sip_reason = coalesce(c.sip_reason, excluded.sip_reason),
        ended_by = coalesce(c.ended_by, excluded.ended_by),
        quality = coalesce(excluded.quality, c.quality),
        application_id = coalesce(c.application_id, excluded.application_id),
        duration_ms = coalesce(c.duration_ms, excluded.duration_ms)
      """;

  /** Who left may come again as the same: a browser's token names its participant. */
  private static final String PARTICIPANT =
      """
      insert into participants as p (id, room_id, call_id, name, role, waiting_since, joined_at,
        left_at, reason)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      on conflict (id) do update set
        call_id = coalesce(excluded.call_id, p.call_id),
        name = coalesce(excluded.name, p.name),
        role = coalesce(excluded.role, p.role),
        waiting_since = case
          when p.left_at is not null and coalesce(excluded.joined_at, excluded.waiting_since)
            is not null then excluded.waiting_since
          else coalesce(p.waiting_since, excluded.waiting_since) end,
        joined_at = case
          when p.left_at is not null and coalesce(excluded.joined_at, excluded.waiting_since)
            is not null then excluded.joined_at
          else coalesce(p.joined_at, excluded.joined_at) end,
        left_at = case when coalesce(excluded.joined_at, excluded.waiting_since) is null
          then coalesce(p.left_at, excluded.left_at) end,
        reason = case when coalesce(excluded.joined_at, excluded.waiting_since) is null
          then coalesce(p.reason, excluded.reason) end
      """;

  private static final String LINK =
      "update calls set provider = $2, provider_call_id = $3 where id = $1";

  private static final String MEETING_BEGINS =
      "insert into live_rooms (room_id, started_at) values ($1, $2) on conflict do nothing";

  private static final String MEETING_ENDS = "delete from live_rooms where room_id = $1";

  /**
   * While a meeting is on, a conversation does not expire; afterwards it is kept for a while. Of a
   * room made by a visit it is known when it was used. Other rooms end by themselves alone.
   */
  private static final String USED =
      """
      update rooms set
        expires_at = case when application_id is null then expires_at else $2 end,
        used_at = greatest(used_at, $3)
      where id = $1 and deleted_at is null and (application_id is not null or created_by_visit)
      """;

  private ProjectionWriter() {}

  static Future<?> write(SqlConnection open, Changes changes) {
    return batch(open, CALL, changes.calls(), ProjectionWriter::call)
        .compose(calls ->
            batch(open, PARTICIPANT, changes.participants(), ProjectionWriter::participant))
        .compose(people -> batch(open, LINK, changes.links(), ProjectionWriter::link))
        .compose(links -> meetings(open, changes.meetings(), 0));
  }

  private static <T> Future<?> batch(
      SqlConnection open, String sql, List<T> changes, Function<T, Tuple> values) {
    return changes.isEmpty()
        ? Future.succeededFuture()
        : open.preparedQuery(sql).executeBatch(changes.stream().map(values).toList());
  }

  /** In order: a room's meeting may end and begin again within a batch. Few, so one by one. */
  private static Future<?> meetings(SqlConnection open, List<MeetingChange> changes, int from) {
    if (from == changes.size()) {
      return Future.succeededFuture();
    }
    MeetingChange change = changes.get(from);
    Future<?> written =
        change.startedAt() == null
            ? Database.query(open, MEETING_ENDS, Tuple.of(change.room().value()))
            : Database.query(
                open, MEETING_BEGINS, Tuple.of(change.room().value(), time(change.startedAt())));
    return written
        .compose(done -> used(open, change))
        .compose(done -> meetings(open, changes, from + 1));
  }

  private static Future<?> used(SqlConnection open, MeetingChange change) {
    boolean ends = change.startedAt() == null;
    Instant at = ends ? change.endedAt() : change.startedAt();
    Instant until = ends ? at.plus(Rooms.CONVERSATION_KEPT) : null;
    return Database.query(open, USED, Tuple.of(change.room().value(), time(until), time(at)));
  }

  private static Tuple link(ProviderLink link) {
    return Tuple.of(Sql.uuid(link.call().value()), link.provider(), link.providerCallId());
  }

  private static Tuple call(CallChange change) {
    Origin origin = change.origin();
    Media media = change.media();
    Ending ending = change.ending();
    return Tuple.tuple()
        .addValue(Sql.uuid(change.id().value()))
        .addValue(time(change.at()))
        .addValue(change.state())
        .addValue(origin.direction())
        .addValue(origin.from())
        .addValue(origin.to())
        .addValue(origin.source())
        .addValue(origin.transport())
        .addValue(text(change.room(), RoomId::value))
        .addValue(Sql.uuid(text(change.participant(), ParticipantId::value)))
        .addValue(media.codec())
        .addValue(media.localAddress())
        .addValue(media.remoteAddress())
        .addValue(time(change.answeredAt()))
        .addValue(time(change.endedAt()))
        .addValue(ending.cause())
        .addValue(ending.sipCode())
        .addValue(ending.sipReason())
        .addValue(ending.endedBy())
        .addValue(ending.quality())
        .addValue(Sql.uuid(text(origin.application(), ApplicationId::value)))
        .addValue(ending.durationMs());
  }

  private static Tuple participant(ParticipantChange change) {
    return Tuple.tuple()
        .addValue(Sql.uuid(change.id().value()))
        .addValue(Objects.requireNonNull(change.room()).value())
        .addValue(Sql.uuid(text(change.call(), CallId::value)))
        .addValue(change.name())
        .addValue(change.role())
        .addValue(time(change.waitingSince()))
        .addValue(time(change.joinedAt()))
        .addValue(time(change.leftAt()))
        .addValue(change.reason());
  }

  private static <T> String text(T id, Function<T, String> value) {
    return id == null ? null : value.apply(id);
  }
}
