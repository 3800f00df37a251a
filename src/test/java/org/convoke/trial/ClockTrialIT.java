package org.convoke.trial;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code scripts/trial clock}, for a few seconds. */
@Isolated("it takes the whole machine")
class ClockTrialIT {
  @TempDir private Path folder;

  @Test
  void nobodyNoticesThatTheClockIsSetByADay() throws Exception {
    assumeTrue(
        FakeClock.compiler().isPresent(),
        "the clock of one process is set by a few lines of C; scripts/test brings a compiler");
    // What a busy machine does to the sound is measured elsewhere.
    Trials.held(
        folder,
        (place, report) ->
            ClockTrial.play(
                place,
                report,
                new ClockTrial.Plan(6, 1, List.of(86_400, -3_600), 4, 5000, 20, 60, 1)));
  }
}
