package org.convoke;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.convoke.capacity.Admission;
import org.convoke.health.HealthReadings;
import org.convoke.health.Liveness;
import org.convoke.health.LivenessGateway;
import org.convoke.journal.JournalReadings;
import org.convoke.journal.JournalVerticle;
import org.convoke.web.Insight.Check;
import org.convoke.web.Insight.Health;
import org.convoke.web.Insight.Status;

/** What is said of the bridge at {@code /health}, from what its parts say of themselves. */
record HealthView(
    LivenessGateway liveness,
    JournalVerticle journal,
    Path data,
    Admission admission,
    BooleanSupplier full) {
  /** With less, the database and the spool are about to fail. */
  private static final long LEAST_DISK_BYTES = 64L << 20;

  private static final Check UP = new Check(Status.UP, "");

  Health live() {
    HealthReadings now = liveness.readings();
    Map<String, Check> checks = new LinkedHashMap<>();
    now.states().forEach((part, state) -> checks.put(part, check(now, part, state)));
    return new Health(now.live() ? Status.UP : Status.DOWN, now.live(), checks);
  }

  private static Check check(HealthReadings now, String part, Liveness.State state) {
    return switch (state) {
      case LIVE -> UP;
      case BUSY -> new Check(Status.DEGRADED, "It answers others and not us: it is overloaded.");
      case DEAD -> new Check(Status.DOWN, now.reasons().getOrDefault(part, ""));
    };
  }

  Health ready(boolean database, boolean running) {
    Map<String, Check> checks = new LinkedHashMap<>();
    HealthReadings now = liveness.readings();
    JournalReadings events = journal.readings();
    checks.put("database", database(database));
    checks.put("journal", journal(events, database));
    checks.put("disk", disk());
    checks.put("media", part(now, List.of("media")));
    checks.put("sip", part(now, List.of("sip_udp", "sip_tcp")));
    checks.put("capacity", capacity());
    checks.put("running", running ? UP : new Check(Status.DOWN, "The bridge is stopping."));
    boolean good = true;
    Status all = Status.UP;
    for (Check check : checks.values()) {
      good &= check.status() != Status.DOWN;
      all = check.status().compareTo(all) > 0 ? check.status() : all;
    }
    return new Health(all, good, checks);
  }

  /** Calls are taken without it: from the copy of the PINs, and the journal keeps what happens. */
  private static Check database(boolean answers) {
    return answers
        ? UP
        : new Check(
            Status.DEGRADED,
            "It does not answer: PINs are known from a copy, requests that need it get 503.");
  }

  private static Check journal(JournalReadings now, boolean database) {
    if (now.canSpool()) {
      return now.spooling() ? new Check(Status.DEGRADED, "Events wait on disk.") : UP;
    }
    String reason =
        now.diskFails() ? "Events cannot be written to disk." : "The spool of events is full.";
    return new Check(database ? Status.DEGRADED : Status.DOWN, reason);
  }

  private Check capacity() {
    List<String> shorts =
        admission.readings().stream()
            .filter(Admission.Reading::closed)
            .map(reading -> reading.strain().words())
            .toList();
    if (!shorts.isEmpty()) {
      return new Check(
          Status.DOWN, "New calls are refused, short of: " + String.join(", ", shorts));
    }
    return full.getAsBoolean()
        ? new Check(Status.DOWN, "New calls are refused: there are sip.max_calls.")
        : UP;
  }

  private Check disk() {
    try {
      long free = Files.getFileStore(data).getUsableSpace();
      return free >= LEAST_DISK_BYTES
          ? UP
          : new Check(Status.DOWN, "The data folder's disk has " + (free >> 20) + " MiB left.");
    } catch (IOException e) {
      return new Check(Status.DOWN, "The data folder's disk cannot be read.");
    }
  }

  private static Check part(HealthReadings now, List<String> names) {
    for (String name : names) {
      if (now.states().get(name) == Liveness.State.DEAD) {
        return new Check(Status.DOWN, now.reasons().getOrDefault(name, ""));
      }
    }
    return UP;
  }
}
