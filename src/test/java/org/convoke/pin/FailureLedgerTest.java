package org.convoke.pin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureLedgerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
  private final FailureLedger ledger = new FailureLedger();

  @Test
  void whatTheDatabaseCountedAndWhatCameSinceAddUp() {
    ledger.learn(Map.of("caller:a", 9));
    ledger.add(new FailureLedger.Failure(List.of("caller:a", "source:s"), NOW));
    ledger.add(new FailureLedger.Failure(List.of("caller:b", "source:s"), NOW.minusSeconds(7200)));
    Instant hourAgo = NOW.minusSeconds(3600);
    assertThat(ledger.counts(Map.of("caller:a", hourAgo, "caller:b", hourAgo, "source:s", hourAgo)))
        .isEqualTo(Map.of("caller:a", 10, "caller:b", 0, "source:s", 1));
  }

  @Test
  void whatWasWrittenNoLongerWaits() {
    FailureLedger.Failure one = new FailureLedger.Failure(List.of("caller:a"), NOW);
    FailureLedger.Failure other = new FailureLedger.Failure(List.of("caller:b"), NOW);
    ledger.add(one);
    ledger.add(other);
    assertThat(ledger.first()).isEqualTo(one);
    ledger.written(one);
    assertThat(ledger.first()).isEqualTo(other);
    Map<String, Instant> since = Map.of("caller:b", NOW.minusSeconds(1));
    assertThat(ledger.plusPending(Map.of("caller:b", 4), since)).isEqualTo(Map.of("caller:b", 5));
    ledger.written(other);
    assertThat(ledger.isEmpty()).isTrue();
  }

  @Test
  void nothingGrowsForEver() {
    for (int i = 0; i < 25_000; i++) {
      ledger.add(new FailureLedger.Failure(List.of("caller:" + i), NOW));
    }
    assertThat(ledger.first().keys()).containsExactly("caller:5000");
  }
}
