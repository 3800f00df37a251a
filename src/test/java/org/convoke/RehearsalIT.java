package org.convoke;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.convoke.audio.SoundLibrary;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.config.ConfigLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The calls that warm the bridge up, over real sockets. */
class RehearsalIT {
  private static final long PATIENCE_MS = 60_000;

  @Test
  void allItsCallsComeInKeyAndAreHungUp() throws InterruptedException {
    Rehearsal rehearsal = Rehearsal.begin(config(12), Clock.system(), sounds(), () -> false);
    rehearsal.awaitFirst(PATIENCE_MS);
    assertThat(rehearsal.awaitEnd(PATIENCE_MS)).isTrue();
    assertThat(rehearsal.through()).isEqualTo(12);
  }

  @Test
  void itGoesOnQuietlyAndEndsWhenSomebodyCalls() throws InterruptedException {
    AtomicBoolean called = new AtomicBoolean();
    Rehearsal rehearsal = Rehearsal.begin(config(5000), Clock.system(), sounds(), called::get);
    rehearsal.awaitFirst(PATIENCE_MS);
    assertThat(rehearsal.awaitEnd(500)).isFalse();
    called.set(true);
    assertThat(rehearsal.awaitEnd(PATIENCE_MS)).isTrue();
    assertThat(rehearsal.through()).isBetween(300, 4999);
  }

  @Test
  void whatWasUnderWayAtItsEndIsNotLogged() throws InterruptedException {
    assertThat(logged(config(40), () -> false)).isEmpty();
  }

  @Test
  void norWhatWasUnderWayWhenSomebodyCalled() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    // Many calls at once, and their legs, are up then.
    assertThat(logged(config(400), () -> asked.incrementAndGet() > 300)).isEmpty();
  }

  /** Warnings and errors of one rehearsal. */
  private static List<String> logged(Config config, BooleanSupplier enough)
      throws InterruptedException {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.addFilter(new RehearsalFilter());
    log.start();
    root.addAppender(log);
    try {
      Rehearsal.begin(config, Clock.system(), sounds(), enough).awaitEnd(PATIENCE_MS);
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals(Rehearsal.NAME)) {
          thread.join(PATIENCE_MS);
        }
      }
    } finally {
      root.detachAppender(log);
    }
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void noneIsHeldWhereNoneIsAskedFor() throws InterruptedException {
    Rehearsal rehearsal = Rehearsal.begin(config(0), Clock.system(), sounds(), () -> false);
    assertThat(rehearsal.awaitEnd(0)).isTrue();
    assertThat(rehearsal.through()).isZero();
  }

  private static Future<SoundLibrary> sounds() {
    return CompletableFuture.completedFuture(new SoundLibrary());
  }

  private static Config config(int calls) {
    return ConfigLoader.load(
        null, Map.of(), Map.of("sip.rehearsal_calls", Integer.toString(calls)));
  }
}
