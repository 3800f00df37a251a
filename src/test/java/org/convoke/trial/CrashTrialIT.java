package org.convoke.trial;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code scripts/trial crash}, with one kill. */
@Execution(ExecutionMode.CONCURRENT)
class CrashTrialIT {
  @TempDir private Path folder;

  @Test
  void eachCallHasOneEndWhenTheBridgeIsKilled() throws Exception {
    Trials.held(
        folder,
        (place, report) -> CrashTrial.play(place, report, new CrashTrial.Plan(6, 0, 1, 3, 1)));
  }
}
