package org.convoke.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.convoke.clock.Clock;
import org.convoke.trial.BadPath.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import picocli.CommandLine;

/** {@code scripts/trial line} for a few seconds, over two lines. */
@Execution(ExecutionMode.CONCURRENT)
class LineTrialIT {
  @TempDir private Path folder;

  @Test
  void whatIsSaidOverABadNetworkIsHeard() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = System.getProperty("convoke.jar", "target/convoke.jar");
    ByteArrayOutputStream story = new ByteArrayOutputStream();
    LineTrial trial = new LineTrial();
    Path kept = folder.resolve("kept");
    new CommandLine(trial).parseArgs("--seconds", "5", "--keep", kept.toString());
    TrialReport report = new TrialReport();
    trial
        .only(LineTrial.CONDITIONS.getFirst(), new Condition("bad", 10, 0, 1, 60))
        .play(
            new Trial.Place(
                Clock.system(),
                List.of(java, "@conf/jvm.options", "-XX:TieredStopAtLevel=1", "-jar", jar, "run"),
                folder,
                folder,
                new PrintStream(story)),
            report);
    // The machine may be busy: no limit of the delay, and little of the rest, is asserted here.
    String shown = story.toString(StandardCharsets.UTF_8) + "\n" + report.table();
    JsonObject figures = report.json();
    assertThat(figures.getDouble("clean_spectral_db")).as(shown).isLessThan(8);
    assertThat(figures.getDouble("bad_spectral_db")).as(shown).isLessThan(14);
    assertThat(figures.getDouble("bad_concealed_percent")).as(shown).isBetween(2.0, 40.0);
    assertThat(kept.resolve("bad-heard.wav")).exists();
  }
}
