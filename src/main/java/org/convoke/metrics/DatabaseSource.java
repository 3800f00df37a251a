package org.convoke.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.convoke.store.DatabaseReadings;

/** What is asked of the database, and how long it takes. */
public final class DatabaseSource implements Source {
  private final Supplier<DatabaseReadings> readings;

  public DatabaseSource(Supplier<DatabaseReadings> readings) {
    this.readings = readings;
  }

  @Override
  public void write(Sheet sheet) {
    DatabaseReadings now = readings.get();
    sheet.histogram(
        "convoke_database_seconds",
        "How long statements and transactions took, the wait for a connection included.",
        DatabaseReadings.TOOK_SECONDS,
        now.took(),
        now.tookSeconds());
    Map<String, Long> failures = new LinkedHashMap<>();
    failures.put("away", now.away());
    failures.put("refused", now.refused());
    sheet.counter(
        "convoke_database_failures_total",
        "What failed: the database did not answer in time, or was not asked (rests), or said no.",
        "reason",
        failures);
    sheet.gauge(
        "convoke_database_connections_in_use", "Connections of the pool that work.", now.inUse());
    sheet.gauge(
        "convoke_database_connections_max",
        "Connections that the pool may have: database.pool.",
        now.size());
    sheet.gauge(
        "convoke_database_waiting",
        "Statements and transactions that wait for a connection.",
        now.waiting());
    sheet.gauge(
        "convoke_database_resting",
        "1 while the database, which answered nobody for a second, is asked once a second.",
        now.resting() ? 1 : 0);
  }
}
