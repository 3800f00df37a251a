package org.convoke.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.id.CallId;
import org.junit.jupiter.api.Test;

/** What Prometheus reads. */
class ExpositionTest {
  /** Labels that may be: each of few values, known beforehand. */
  private static final Set<String> LABELS =
      Set.of(
          "kind",
          "side",
          "strain",
          "direction",
          "outcome",
          "type",
          "alarm",
          "reason",
          "loop",
          "method",
          "class",
          "state",
          "result",
          "limit",
          "version",
          "area",
          "gc",
          "le",
          "part");

  private final Whole bridge = new Whole();

  @Test
  void theFormatIsTheOneThatPrometheusReads() {
    assertThat(Exposition.CONTENT_TYPE).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(bridge.exposition.text())
        .contains(
            """
            # HELP convoke_rtp_packets_lost_total RTP packets that peers sent and we never got (RFC 3550 A.3).
            # TYPE convoke_rtp_packets_lost_total counter
            convoke_rtp_packets_lost_total 12.0
            """)
        .contains("# TYPE convoke_legs gauge\n")
        .contains("convoke_legs{kind=\"phone\"} 4.0\n");
  }

  @Test
  void everyMetricHasAHelpATypeAConventionalNameAndLabelsOfFewValues() {
    Scrape scrape = bridge.scrape();
    assertThat(scrape.helps().keySet()).isEqualTo(scrape.types().keySet());
    assertThat(scrape.types()).hasSizeGreaterThan(60);
    scrape
        .types()
        .forEach((name, type) -> {
          assertThat(name).matches("(convoke|jvm|process)_[a-z_]+");
          assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
          assertThat(name).doesNotContain("_ms").doesNotContain("_mib");
        });
    scrape.labels().forEach((name, labels) -> assertThat(LABELS).as(name).containsAll(labels));
    assertThat(scrape.value("convoke_scrape_failures_total")).isZero();
  }

  @Test
  void bucketsOfAHistogramAddUp() {
    Scrape scrape = bridge.scrape();
    String name = "convoke_media_tick_lateness_seconds";
    assertThat(scrape.types().get(name)).isEqualTo("histogram");
    assertThat(scrape.value(name + "_bucket", "le", "0.001")).isEqualTo(100);
    assertThat(scrape.value(name + "_bucket", "le", "0.002")).isEqualTo(150);
    assertThat(scrape.value(name + "_bucket", "le", "+Inf"))
        .isEqualTo(scrape.value(name + "_count"));
    assertThat(scrape.value(name + "_sum")).isEqualTo(1.5);
    // 100 up to 1 ms, 50, 25, 12 up to 10 ms, and 6, 3, 1, 0, 0 past it.
    assertThat(scrape.value("convoke_media_ticks_late_total")).isEqualTo(10);
  }

  @Test
  void aSourceThatFailsIsLeftOutAndTheOthersAreTold() {
    bridge.exposition.add(sheet -> {
      throw new IllegalStateException("a fault of the test");
    });
    Scrape scrape = bridge.scrape();
    assertThat(scrape.value("convoke_scrape_failures_total")).isEqualTo(1);
    assertThat(scrape.value("convoke_rooms_live")).isEqualTo(2);
  }

  @Test
  void callsAreCountedByWhatIsToldOfThem() {
    CallId phone = CallId.random();
    CallId browser = CallId.random();
    tell(EventType.CALL_STARTED, phone, Map.of("direction", "inbound", "transport", "udp"));
    tell(EventType.CALL_STARTED, browser, Map.of("direction", "inbound", "transport", "webrtc"));
    tell(EventType.CALL_ANSWERED, phone, Map.of());
    Scrape scrape = bridge.scrape();
    assertThat(scrape.value("convoke_calls_active", "kind", "phone")).isEqualTo(1);
    assertThat(scrape.value("convoke_calls_active", "kind", "browser")).isEqualTo(1);
    assertThat(
            scrape.value("convoke_calls_answered_total", "kind", "phone", "direction", "inbound"))
        .isEqualTo(1);
    tell(EventType.CALL_COMPLETED, phone, Map.of("cause", "caller_hung_up"));
    tell(EventType.CALL_COMPLETED, phone, Map.of("cause", "caller_hung_up"));
    tell(EventType.CALL_COMPLETED, CallId.random(), Map.of("cause", "bridge_restarted"));
    tell(EventType.CALL_COMPLETED, browser, Map.of("cause", "+493012345678"));
    Scrape after = bridge.scrape();
    assertThat(after.sum("convoke_calls_active")).isZero();
    assertThat(after.sum("convoke_calls_completed_total")).isEqualTo(2);
    assertThat(ended(after, "phone", "caller_hung_up")).isEqualTo(1);
    assertThat(ended(after, "browser", "other")).as("no text of a peer is a label").isEqualTo(1);
    assertThat(after.value("convoke_events_total", "type", "call.completed")).isEqualTo(4);
  }

  private static double ended(Scrape scrape, String kind, String outcome) {
    return scrape.value(
        "convoke_calls_completed_total", "kind", kind, "direction", "inbound", "outcome", outcome);
  }

  @Test
  void anAlarmIsActiveFromItsEventToTheNext() {
    tell(EventType.ALARM_RAISED, null, Map.of("alarm", "wrong_pins", "detail", "more"));
    tell(EventType.ALARM_RAISED, null, Map.of("alarm", "unheard_of", "detail", ""));
    assertThat(bridge.scrape().value("convoke_alarm_active", "alarm", "wrong_pins")).isEqualTo(1);
    assertThat(bridge.scrape().sum("convoke_alarm_active")).isEqualTo(1);
    tell(EventType.ALARM_CLEARED, null, Map.of("alarm", "wrong_pins", "detail", "less"));
    assertThat(bridge.scrape().sum("convoke_alarm_active")).isZero();
  }

  @Test
  void requestsOfAnyMethodAreCountedUnderFewNames() {
    for (String method : new String[] {"INVITE", "OPTIONS", "INVITE", "FROBNICATE", "invite"}) {
      bridge.sip.requests.getOrDefault(method, bridge.sip.requests.get("other")).increment();
    }
    Scrape scrape = bridge.scrape();
    assertThat(scrape.value("convoke_sip_requests_total", "method", "INVITE")).isEqualTo(2);
    assertThat(scrape.value("convoke_sip_requests_total", "method", "other")).isEqualTo(2);
  }

  @Test
  void theMachineIsTold() {
    Scrape scrape = bridge.scrape();
    assertThat(scrape.value("jvm_memory_used_bytes", "area", "heap")).isPositive();
    assertThat(scrape.value("jvm_threads_current")).isPositive();
    assertThat(scrape.value("process_open_fds")).isPositive();
    assertThat(scrape.value("process_resident_memory_bytes")).isGreaterThan(1e7);
    assertThat(scrape.value("convoke_disk_free_bytes"))
        .isPositive()
        .isLessThanOrEqualTo(scrape.value("convoke_disk_size_bytes"));
    assertThat(scrape.value("convoke_build_info", "version", "1.2.3")).isEqualTo(1);
    assertThat(scrape.value("convoke_media_loop_age_seconds", "loop", "media-0")).isEqualTo(0.5);
    assertThat(scrape.value("convoke_media_real_time_lost_total", "loop", "media-0")).isEqualTo(3);
  }

  private void tell(String type, CallId call, Map<String, Object> data) {
    bridge.facts.count(Fact.of(type, Instant.EPOCH, null, call, null, data));
  }
}
