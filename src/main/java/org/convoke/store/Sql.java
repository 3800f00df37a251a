package org.convoke.store;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Between rows and records. */
final class Sql {
  private Sql() {}

  /** PostgreSQL keeps microseconds; cut here, so that what is stored is what was given. */
  static OffsetDateTime time(Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  static Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  static UUID uuid(String value) {
    return value == null ? null : UUID.fromString(value);
  }

  static <T> T id(Row row, String column, Function<String, T> type) {
    UUID value = row.getUUID(column);
    return value == null ? null : type.apply(value.toString());
  }

  static Row one(RowSet<Row> rows) {
    return rows.iterator().next();
  }

  static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
    List<T> list = new ArrayList<>(rows.size());
    for (Row row : rows) {
      list.add(read.apply(row));
    }
    return list;
  }
}
