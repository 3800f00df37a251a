package org.convoke.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.convoke.store.EventLog.Entry;
import org.junit.jupiter.api.Test;

class FactJsonTest {
  private static final Instant AT = Instant.parse("2026-01-01T10:00:00.123456Z");

  @Test
  void anEntryComesBackFromItsBytesAsItWas() {
    Entry entry =
        FactJson.entry(
            Fact.of(
                EventType.CALL_COMPLETED,
                AT,
                RoomId.random(),
                CallId.random(),
                ParticipantId.random(),
                Map.of("cause", "caller_hung_up", "quality", Map.of("mos", 4.2), "n", List.of(1))));
    assertThat(FactJson.decode(FactJson.encode(entry))).contains(entry);
    Entry bare = FactJson.entry(Fact.of("x", AT, null, null, null, Map.of()));
    assertThat(FactJson.decode(FactJson.encode(bare))).contains(bare);
  }

  @Test
  void nulCharactersAreTakenOutForPostgresHoldsNone() {
    Entry entry =
        FactJson.entry(
            Fact.of("x", AT, null, null, null, Map.of("a\0b", List.of(Map.of("c", "d\0e")))));
    assertThat(entry.data().encode()).isEqualTo("{\"ab\":[{\"c\":\"de\"}]}");
  }

  @Test
  void bytesThatAreNoEntryAreNone() {
    long seed = 7L;
    Random random = new Random(seed);
    byte[] good =
        FactJson.encode(
            FactJson.entry(Fact.of("x", AT, RoomId.random(), CallId.random(), null, Map.of())));
    int refused = 0;
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = good.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      if (FactJson.decode(bytes).isEmpty()) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isBetween(1_000, 5_000);
    assertThat(FactJson.decode("[]".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(FactJson.decode(new byte[0])).isEmpty();
  }
}
