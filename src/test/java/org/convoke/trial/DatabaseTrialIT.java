package org.convoke.trial;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code scripts/trial database}, for a few seconds. */
@Execution(ExecutionMode.CONCURRENT)
class DatabaseTrialIT {
  @TempDir private Path folder;

  @Test
  void callsDoNotNoticeThatPostgresIsStoppedRestartedAndSlow() throws Exception {
    // What a busy machine does to the sound is measured elsewhere.
    Trials.held(
        folder,
        (place, report) ->
            DatabaseTrial.play(
                place,
                report,
                new DatabaseTrial.Plan(6, 1, 2, 1, 3, 5000, 5000, 20, 10_000, 50, 100, 1)));
  }
}
