package org.convoke.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import org.convoke.clock.Clock;
import org.convoke.id.EventId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.convoke.it.TestDatabase;
import org.convoke.store.EventLog.Changes;
import org.convoke.store.EventLog.Entry;
import org.convoke.store.EventLog.ParticipantChange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is in a room as the database has it, which counts after a crash. */
class PresenceIT {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final RoomId ROOM = RoomId.random();

  private static Vertx vertx;
  private static TestDatabase database;
  private static EventLog log;

  private final ParticipantId who = ParticipantId.random();

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    database = TestDatabase.create(vertx, Clock.system());
    log = database.stores().eventLog();
  }

  @AfterAll
  static void close() {
    await(log.close());
    database.close();
    await(vertx.close());
  }

  @Test
  void whoLeftAndCameAgainAsTheSameIsThere() {
    joins(AT);
    leaves(AT.plusSeconds(10));
    assertThat(since()).isEmpty();
    joins(AT.plusSeconds(20));
    assertThat(since()).containsExactly(AT.plusSeconds(20));
    leaves(AT.plusSeconds(30));
    assertThat(since()).isEmpty();
  }

  @Test
  void whatIsToldLaterOfSomebodyWhoLeftDoesNotBringHimBack() {
    joins(AT);
    leaves(AT.plusSeconds(10));
    write(new ParticipantChange(who, ROOM, null, "Ada", null, null, null, null, null));
    assertThat(since()).isEmpty();
    assertThat(joinedAt()).as("nor wipes when he was here").isEqualTo(AT);
  }

  private void joins(Instant at) {
    write(new ParticipantChange(who, ROOM, null, "Ada", "guest", null, at, null, null));
  }

  private void leaves(Instant at) {
    write(new ParticipantChange(who, ROOM, null, null, null, null, null, at, "left"));
  }

  private void write(ParticipantChange change) {
    Entry entry = new Entry(EventId.random(), "a.test", AT, ROOM, null, who, new JsonObject());
    Changes changes = new Changes(List.of(), List.of(change), List.of());
    await(log.append(List.of(entry), entries -> changes));
  }

  private Instant joinedAt() {
    String sql = "select joined_at from participants where id = $1";
    Tuple id = Tuple.of(Sql.uuid(who.value()));
    return Sql.instant(Sql.one(await(database.stores().database().query(sql, id))), "joined_at");
  }

  private List<Instant> since() {
    return await(database.stores().calls().open()).participants().stream()
        .filter(present -> present.id().equals(who))
        .map(Calls.Present::since)
        .toList();
  }
}
