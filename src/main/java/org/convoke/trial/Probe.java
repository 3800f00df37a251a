package org.convoke.trial;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.convoke.bench.TrialBridge;
import org.convoke.clock.Clock;

/**
 * Asks the bridge for its health fifty times a second: how late the answers are is how late its
 * event loop is, and our own thread.
 */
final class Probe implements AutoCloseable {
  private static final long EVERY_MS = 20;
  private static final long MAX_MICROS = 60_000_000L;

  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest request;
  private final Thread thread = Thread.ofPlatform().daemon().name("probe").unstarted(this::run);
  private Histogram micros = new Histogram(MAX_MICROS, 3);
  private volatile boolean stopping;

  Probe(Clock clock, TrialBridge bridge) {
    this.clock = clock;
    URI live = URI.create("http://127.0.0.1:" + bridge.httpPort() + "/health/live");
    request = HttpRequest.newBuilder(live).timeout(Duration.ofSeconds(10)).build();
    thread.start();
  }

  /** The times of answers since the last time that this was asked, in microseconds. */
  synchronized Histogram take() {
    Histogram taken = micros;
    micros = new Histogram(MAX_MICROS, 3);
    return taken;
  }

  private void run() {
    while (!stopping) {
      long beganNs = clock.nowNs();
      try {
        http.send(request, BodyHandlers.discarding());
        record(clock.nowNs() - beganNs);
        TimeUnit.MILLISECONDS.sleep(EVERY_MS);
      } catch (IOException gone) {
        record(clock.nowNs() - beganNs);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void record(long ns) {
    micros.recordValue(Math.clamp(ns / 1000, 0L, MAX_MICROS));
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    thread.interrupt();
    thread.join();
    http.close();
  }
}
