package org.convoke.store;

import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import org.convoke.store.Outbox.Outcome;

/** Outcomes as arrays, one a column: one statement writes them all. */
final class OutcomeColumns {
  private OutcomeColumns() {}

  static Tuple tuple(List<Outcome> outcomes) {
    return Tuple.tuple()
        .addArrayOfInteger(outcomes.stream().map(Outcome::endpoint).toArray(Integer[]::new))
        .addArrayOfLong(outcomes.stream().map(Outcome::id).toArray(Long[]::new))
        .addArrayOfString(outcomes.stream().map(one -> one.state().wire()).toArray(String[]::new))
        .addArrayOfInteger(outcomes.stream().map(Outcome::attempts).toArray(Integer[]::new))
        .addArrayOfOffsetDateTime(
            outcomes.stream()
                .map(one -> Sql.time(one.firstTriedAt()))
                .toArray(OffsetDateTime[]::new))
        .addArrayOfOffsetDateTime(
            outcomes.stream().map(one -> Sql.time(one.triedAt())).toArray(OffsetDateTime[]::new))
        .addArrayOfOffsetDateTime(
            outcomes.stream().map(one -> Sql.time(one.nextTryAt())).toArray(OffsetDateTime[]::new))
        .addArrayOfInteger(outcomes.stream().map(Outcome::status).toArray(Integer[]::new))
        .addArrayOfString(outcomes.stream().map(Outcome::error).toArray(String[]::new))
        .addArrayOfInteger(outcomes.stream().map(Outcome::latencyMs).toArray(Integer[]::new));
  }
}
