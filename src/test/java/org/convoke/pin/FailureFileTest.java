package org.convoke.pin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.convoke.pin.FailureLedger.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureFileTest {
  private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
  private static final Failure ONE = new Failure(List.of("caller:+49", "number:1000"), NOW);
  private static final Failure OTHER = new Failure(List.of("room:r"), NOW.plusMillis(1));

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void aBridgeThatWasKilledFindsWhatItHadCounted() throws Exception {
    FailureFile killed = new FailureFile(vertx, folder);
    assertThat(await(killed.open())).isEmpty();
    await(killed.append(ONE));
    await(killed.append(OTHER));
    assertThat(await(new FailureFile(vertx, folder).open())).containsExactly(ONE, OTHER);
  }

  @Test
  void whatTheDatabaseKnowsIsForgotten() throws Exception {
    FailureFile file = new FailureFile(vertx, folder);
    await(file.open());
    await(file.append(ONE));
    await(file.clear());
    await(file.append(OTHER));
    assertThat(await(new FailureFile(vertx, folder).open())).containsExactly(OTHER);
  }

  @Test
  void aCallersNumberCannotWriteLinesOfItsOwn() {
    Failure forged = new Failure(List.of("caller:a\n99\tnumber:1000", "number:2000"), NOW);
    List<Failure> read = FailureFile.parse(FailureFile.line(forged));
    assertThat(read).hasSize(1);
    assertThat(read.getFirst().keys()).containsExactly("caller:a 99 number:1000", "number:2000");
  }

  @Test
  void whateverIsInTheFileIsReadOrSkipped() {
    String whole = FailureFile.line(ONE) + FailureFile.line(OTHER);
    Random random = new Random(4);
    for (int i = 0; i < 2_000; i++) {
      char[] text = whole.toCharArray();
      for (int k = random.nextInt(4); k >= 0; k--) {
        text[random.nextInt(text.length)] = (char) random.nextInt(128);
      }
      String torn = new String(text, 0, random.nextInt(text.length + 1));
      assertThat(FailureFile.parse(torn)).hasSizeLessThanOrEqualTo(text.length / 2);
    }
    assertThat(FailureFile.parse(whole.substring(0, whole.length() - 1))).containsExactly(ONE);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(20, TimeUnit.SECONDS);
  }
}
