package org.convoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.convoke.audio.SoundLibrary;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.config.ConfigLoader;
import org.junit.jupiter.api.Test;

/** The calls that warm the bridge up, over real sockets. */
class RehearsalIT {
  private static final long PATIENCE_MS = 60_000;

  @Test
  void allItsCallsComeInKeyAndAreHungUp() throws InterruptedException {
    Rehearsal rehearsal = Rehearsal.begin(config(12), Clock.system(), sounds());
    rehearsal.end(PATIENCE_MS);
    assertThat(rehearsal.through()).isEqualTo(12);
  }

  @Test
  void noneIsHeldWhereNoneIsAskedFor() throws InterruptedException {
    Rehearsal rehearsal = Rehearsal.begin(config(0), Clock.system(), sounds());
    rehearsal.end(PATIENCE_MS);
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
