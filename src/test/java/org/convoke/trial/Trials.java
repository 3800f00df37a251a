package org.convoke.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.convoke.clock.Clock;
import org.convoke.it.TestDatabase;

/** Plays short trials against the jar that was built. */
final class Trials {
  private Trials() {}

  interface Play {
    void play(Trial.Place place, TrialReport report) throws IOException, InterruptedException;
  }

  /** Plays one, and fails with its table when a promise did not hold. */
  static TrialReport held(Path folder, Play trial) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = System.getProperty("convoke.jar", "target/convoke.jar");
    List<String> bridge =
        List.of(java, "@conf/jvm.options", "-XX:TieredStopAtLevel=1", "-jar", jar, "run");
    ByteArrayOutputStream story = new ByteArrayOutputStream();
    Trial.Place place =
        new Trial.Place(
            Clock.system(), bridge, folder, TestDatabase.programs(), new PrintStream(story));
    TrialReport report = new TrialReport();
    trial.play(place, report);
    assertThat(report.held())
        .as(
            "%s%n%s%n%s",
            story.toString(StandardCharsets.UTF_8),
            report.table(),
            Files.readString(folder.resolve("bridge.log")))
        .isTrue();
    return report;
  }
}
