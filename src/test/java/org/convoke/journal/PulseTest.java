package org.convoke.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PulseTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void nothingIsKnownOfABridgeThatNeverRan() {
    assertThat(Pulse.last(folder)).isEmpty();
  }

  @Test
  void theLastBeatTellsUntilWhenItLivedAtMost() throws Exception {
    try (Pulse pulse = Pulse.open(folder)) {
      pulse.beat(NOW.minusSeconds(1));
      pulse.beat(NOW);
    }
    assertThat(Pulse.last(folder)).contains(NOW.plusMillis(Pulse.EVERY_MS));
  }

  @Test
  void aFileThatWasDamagedTellsNothing() throws Exception {
    try (Pulse pulse = Pulse.open(folder)) {
      pulse.beat(NOW);
    }
    Files.writeString(folder.resolve("alive"), "what");
    assertThat(Pulse.last(folder)).isEmpty();
  }
}
