package org.convoke.metrics;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.convoke.capacity.Admission;
import org.convoke.clock.Clock;
import org.convoke.config.ConfigLoader;
import org.convoke.health.HealthReadings;
import org.convoke.health.Liveness;
import org.convoke.journal.JournalReadings;
import org.convoke.media.MediaReadings;
import org.convoke.media.MediaReadings.LoopReading;
import org.convoke.pin.PinCounters;
import org.convoke.pin.PinReadings;
import org.convoke.room.RoomReadings;
import org.convoke.sip.SipCounters;
import org.convoke.sip.SipReadings;
import org.convoke.sip.SipTables;
import org.convoke.store.DatabaseReadings;
import org.convoke.web.HttpReadings;
import org.convoke.webhook.WebhookReadings;

/** An exposition of all sources that the bridge has, over readings of the test's own. */
final class Whole {
  final Clock clock =
      new Clock() {
        @Override
        public long nowNs() {
          return nowNs;
        }

        @Override
        public Instant now() {
          return Instant.EPOCH;
        }
      };
  long nowNs = 10_000_000_000L;
  final FactCounts facts = new FactCounts();
  final SipCounters sip = new SipCounters();
  final PinCounters pins = new PinCounters();
  final Exposition exposition = new Exposition(clock);

  Whole() {
    exposition.add(facts);
    exposition.add(new MediaSource(this::media, clock));
    exposition.add(new SipSource(sip, () -> new SipReadings(new SipTables(3, 1, 2, 0, 4), 5)));
    exposition.add(
        new ControlSource(
            () -> new RoomReadings(2, 5, 1, 0),
            pins,
            () -> new PinReadings(0.02, 7, 1.5),
            () -> new JournalReadings(4, true, 1_000, 2_000, false, 0),
            () -> new WebhookReadings(counts("2xx", "5xx"), 9, 12.5, 1, 2, 1),
            () -> new HttpReadings(counts("2xx", "4xx"), 8, 0, 6, 40, 1, 0, 2, 0)));
    exposition.add(
        new DatabaseSource(() ->
            new DatabaseReadings(
                Collections.nCopies(DatabaseReadings.TOOK_SECONDS.size() + 1, 2L),
                5,
                3,
                1,
                4,
                4,
                6,
                true)));
    exposition.add(new CapacitySource(new Admission(), ConfigLoader.defaults()));
    exposition.add(
        new HealthSource(() ->
            new HealthReadings(
                Map.of("sip_udp", Liveness.State.DEAD, "media", Liveness.State.BUSY),
                Map.of("sip_udp", "No answer."),
                Map.of("sip_udp", 2L, "media", 1L),
                Map.of("media", 0.1),
                Collections.nCopies(HealthReadings.DELAY_SECONDS.size() + 1, 1L),
                3)));
    exposition.add(new LimitsSource(Map.of("sip.max_calls", sip.callsOverLimit::sum)));
    exposition.add(new MachineSource("1.2.3", Path.of(".")));
  }

  private static Map<String, LongAdder> counts(String... names) {
    Map<String, LongAdder> counts = new LinkedHashMap<>();
    for (String name : names) {
      counts.put(name, new LongAdder());
    }
    return counts;
  }

  private MediaReadings media() {
    int buckets = MediaReadings.latenessBounds().size() + 1;
    List<Long> ticks = LongStream.range(0, buckets).map(i -> 100 >> i).boxed().toList();
    return new MediaReadings(
        4,
        2,
        990,
        0,
        5_000,
        4_900,
        12,
        3,
        1,
        0,
        2,
        7,
        0,
        5,
        0,
        0,
        98.5,
        0.25,
        0,
        0,
        1.5,
        ticks,
        List.of(
            new LoopReading("media-0", 9_500_000_000L, 0, 0, 3, 0),
            new LoopReading("media-1", 9_999_000_000L, 2, 0, 0, 0)));
  }

  Scrape scrape() {
    return Scrape.of(exposition.text());
  }
}
