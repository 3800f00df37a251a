package org.convoke.web;

import static org.convoke.it.TestDatabase.await;

import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.convoke.bus.CallReply.Described;
import org.convoke.bus.LegReport;
import org.convoke.id.CallId;
import org.convoke.id.LegId;

/** Rows that the journal would have written. */
final class Rows {
  private Rows() {}

  /** A call answered as it started, ended when {@code ended} is given. */
  static CallId call(TestBridge bridge, Instant started, Instant ended) {
    CallId id = CallId.random();
    Tuple values =
        Tuple.tuple()
            .addValue(UUID.fromString(id.value()))
            .addValue(ended == null ? "answered" : "completed")
            .addValue(started.atOffset(ZoneOffset.UTC))
            .addValue(ended == null ? null : ended.atOffset(ZoneOffset.UTC))
            .addValue(ended == null ? null : "caller_hung_up")
            .addValue(ended == null ? null : 200);
    await(
        bridge
            .stores()
            .database()
            .query(
                "insert into calls (id, direction, from_number, to_number, source, transport, state,"
                    + " started_at, answered_at, ended_at, cause, sip_code) values ($1, 'inbound',"
                    + " '4711', '1000', 'ip:127.0.0.1', 'udp', $2, $3, $3, $4, $5, $6)",
                values));
    return id;
  }

  static Described described(CallId id) {
    LegReport report =
        new LegReport(
            "PCMU",
            "127.0.0.1:20000",
            "192.0.2.1:4000",
            10,
            11,
            1,
            0,
            0,
            0.1,
            0,
            1.5,
            20,
            40,
            0,
            4.4);
    return new Described(id, LegId.next(), "answered", true, 61_000L, report);
  }
}
