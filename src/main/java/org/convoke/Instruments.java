package org.convoke;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.convoke.capacity.Admission;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.fetch.FetchGateway;
import org.convoke.health.LivenessGateway;
import org.convoke.journal.JournalVerticle;
import org.convoke.media.MediaPlane;
import org.convoke.media.MediaReadings;
import org.convoke.metrics.CapacitySource;
import org.convoke.metrics.ControlSource;
import org.convoke.metrics.DatabaseSource;
import org.convoke.metrics.Exposition;
import org.convoke.metrics.FactCounts;
import org.convoke.metrics.HealthSource;
import org.convoke.metrics.LimitsSource;
import org.convoke.metrics.MachineSource;
import org.convoke.metrics.MediaSource;
import org.convoke.metrics.SipSource;
import org.convoke.pin.PinVerticle;
import org.convoke.room.RoomVerticle;
import org.convoke.sip.SipCounters;
import org.convoke.sip.SipVerticle;
import org.convoke.store.Database;
import org.convoke.web.HttpVerticle;
import org.convoke.web.Insight;
import org.convoke.webhook.WebhookVerticle;

/** Wires what is read of the parts to what is told of the bridge: metrics and health. */
final class Instruments implements Insight {
  private static final Health STARTING =
      new Health(
          Status.DOWN,
          false,
          Map.of("running", new Check(Status.DOWN, "The bridge is still starting.")));

  private final Exposition exposition;
  private final FactCounts facts = new FactCounts();
  private volatile HealthView health;
  private Admission admission;
  private BooleanSupplier full;
  private volatile boolean stopping;

  Instruments(Clock clock) {
    exposition = new Exposition(clock);
    exposition.add(facts);
  }

  /** What is counted of each fact. */
  FactCounts facts() {
    return facts;
  }

  /** The parts that are read. */
  record Parts(
      MediaPlane media,
      SipVerticle sip,
      RoomVerticle rooms,
      PinVerticle pins,
      JournalVerticle journal,
      WebhookVerticle webhooks,
      HttpVerticle http,
      FetchGateway fetcher,
      Admission admission,
      Database database) {}

  void read(Parts parts, Config config, Clock clock) {
    admission = parts.admission();
    full = parts.sip()::isFull;
    exposition.add(new MediaSource(parts.media()::readings, clock));
    exposition.add(new SipSource(parts.sip().counters(), parts.sip()::readings));
    exposition.add(
        new ControlSource(
            parts.rooms()::readings,
            parts.pins().counters(),
            parts.pins()::readings,
            parts.journal()::readings,
            parts.webhooks()::readings,
            parts.http()::readings));
    exposition.add(new DatabaseSource(parts.database()::readings));
    exposition.add(new CapacitySource(parts.admission(), config));
    exposition.add(new LimitsSource(limits(parts)));
    exposition.add(new MachineSource(version(), Path.of(config.data())));
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  private static Map<String, LongSupplier> limits(Parts parts) {
    SipCounters sip = parts.sip().counters();
    Map<String, LongSupplier> limits = new LinkedHashMap<>();
    limits.put("sip.max_calls", sip.callsOverLimit::sum);
    limits.put("sip.stranger_requests", sip.bans::sum);
    limits.put("sip.messages_waiting", sip.overload::sum);
    limits.put("media.rtp_ports", () -> parts.media().readings().portsExhausted());
    limits.put("media.tasks_waiting", () -> tasksRefused(parts.media().readings()));
    limits.put("webrtc.max_browsers", () -> parts.media().readings().browsersRefused());
    limits.put("rooms.max_participants", () -> parts.rooms().readings().full());
    limits.put("pin.budgets", parts.pins().counters().throttled::sum);
    limits.put("pin.unknown_callers", parts.pins().counters().unseen::sum);
    limits.put("journal.spool_max_mib", () -> parts.journal().readings().lost());
    limits.put("http.max_connections", () -> parts.http().readings().connectionsRefused());
    limits.put("http.websockets", () -> parts.http().readings().socketsRefused());
    limits.put("http.max_streams_per_key", () -> parts.http().readings().streamsRefused());
    limits.put("log.lines_waiting", LogQueue::dropped);
    limits.put("fetch.max_requests", parts.fetcher()::refused);
    return limits;
  }

  private static long tasksRefused(MediaReadings media) {
    return media.loops().stream().mapToLong(MediaReadings.LoopReading::tasksRefused).sum();
  }

  /** From now on it is known whether the parts live. */
  void live(LivenessGateway liveness, JournalVerticle journal, Path data) {
    exposition.add(new HealthSource(liveness::readings));
    health = new HealthView(liveness, journal, data, admission, full);
  }

  /** The bridge takes no more calls. */
  void stopping() {
    stopping = true;
  }

  @Override
  public Health live() {
    HealthView known = health;
    return known == null ? NONE.live() : known.live();
  }

  @Override
  public Future<Health> ready(boolean database) {
    HealthView known = health;
    return Future.succeededFuture(known == null ? STARTING : known.ready(database, !stopping));
  }

  @Override
  public String metrics() {
    return exposition.text();
  }
}
