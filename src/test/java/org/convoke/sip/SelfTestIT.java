package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.config.ConfigLoader;
import org.convoke.health.Outcome;
import org.convoke.health.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bridge asks itself by its real sockets. */
class SelfTestIT {
  private static final long PATIENCE_NS = 20_000_000_000L;
  private static final long MISS_NS = 1_200_000_000L;

  private final Clock clock = Clock.system();
  private final FakeBridge bridge = new FakeBridge();
  private List<Probe> probes = List.of();

  @AfterEach
  void stop() throws Exception {
    probes.forEach(Probe::close);
    bridge.close();
  }

  private void start(String bind, int strangers) throws Exception {
    Config config =
        ConfigLoader.load(
            null,
            Map.of(),
            Map.of("bind", bind, "sip.port", "0", "sip.stranger_requests", "" + strangers));
    bridge.start(config);
    probes = bridge.sip.probes();
  }

  /** One round of all. */
  private List<Outcome> ask(long patienceNs) {
    long endNs = clock.nowNs() + patienceNs;
    probes.forEach(probe -> probe.ask(clock.nowNs()));
    boolean all = false;
    while (!all && endNs - clock.nowNs() > 0) {
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
      all = true;
      for (Probe probe : probes) {
        all &= probe.look(clock.nowNs());
      }
    }
    return probes.stream().map(Probe::outcome).toList();
  }

  @Test
  void itIsAnsweredOverUdpAndTcpAndIsNoStrangerWhereverTheBridgeIsBound() throws Exception {
    start("0.0.0.0", 2);
    assertThat(probes).extracting(Probe::name).containsExactly("sip_udp", "sip_tcp");
    // More often than a stranger may ask, and often enough for another connection.
    for (int i = 0; i < 30; i++) {
      assertThat(ask(PATIENCE_NS)).as("round " + i).containsOnly(Outcome.ANSWERED);
    }
    SipCounters counters = bridge.sip.counters();
    assertThat(counters.requests.get("OPTIONS").sum()).isZero();
    assertThat(counters.responses.get("2xx").sum()).isZero();
    assertThat(counters.bans.sum()).isZero();
  }

  @Test
  void itIsAnsweredThoughItsAddressIsIgnored() throws Exception {
    start("0.0.0.0", 1);
    InetAddress here = InetAddress.getLoopbackAddress();
    try (WirePhone stranger = WirePhone.udp(here, bridge.sip.port("UDP"))) {
      for (int i = 1; i < 50 && bridge.sip.counters().bans.sum() == 0; i++) {
        String uri = stranger.uri("1");
        stranger.send(stranger.message("OPTIONS", uri, i, WirePhone.branch(), List.of(), ""));
        assertThat(ask(PATIENCE_NS)).containsOnly(Outcome.ANSWERED);
      }
    }
    assertThat(bridge.sip.counters().bans.sum()).isEqualTo(1);
    assertThat(ask(PATIENCE_NS)).containsOnly(Outcome.ANSWERED);
  }

  @Test
  void noAnswerIsAMissAndTheNextAnswerIsOneAgain() throws Exception {
    start("127.0.0.1", 100);
    assertThat(ask(PATIENCE_NS)).containsOnly(Outcome.ANSWERED);
    CountDownLatch held = new CountDownLatch(1);
    bridge.sip.execute(() -> {
      try {
        held.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    assertThat(ask(MISS_NS)).containsOnly(Outcome.MISSED);
    assertThat(probes.getFirst().reason()).isEqualTo("No answer to our own OPTIONS by UDP.");
    held.countDown();
    assertThat(ask(PATIENCE_NS)).containsOnly(Outcome.ANSWERED);
  }
}
