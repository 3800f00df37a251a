package org.convoke.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.convoke.clock.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The durability trial of {@code scripts/bench --webhooks}, for twenty seconds. */
@Execution(ExecutionMode.CONCURRENT)
class WebhookTrialIT {
  @TempDir private Path folder;

  @Test
  void everyEventArrivesOnceAndInOrderWhateverIsKilled() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = System.getProperty("convoke.jar", "target/convoke.jar");
    ByteArrayOutputStream story = new ByteArrayOutputStream();
    WebhookFigures figures =
        new WebhookTrial(
                Clock.system(),
                new WebhookTrial.Plan(25, 20, 2, 1, 2, 7),
                List.of(java, "@conf/jvm.options", "-XX:TieredStopAtLevel=1", "-jar", jar, "run"),
                List.of(java, "-XX:+UseSerialGC", "-Xmx128m", "-jar", jar, "consumer"),
                folder,
                new PrintStream(story))
            .run();
    assertThat(figures.right())
        .as("%s%n%s", story.toString(StandardCharsets.UTF_8), figures.table())
        .isTrue();
    assertThat(figures.events()).isGreaterThan(200);
  }
}
