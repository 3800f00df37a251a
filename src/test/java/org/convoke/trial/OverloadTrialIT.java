package org.convoke.trial;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code scripts/trial overload}, for a few seconds. */
@Isolated("it takes the whole machine")
class OverloadTrialIT {
  @TempDir private Path folder;

  @Test
  void threeTimesAsManyCallersAsPlacesAreTakenOrToldToComeLater() throws Exception {
    // What a busy machine does to the sound and to the times is measured elsewhere.
    OverloadVerdict.Limits limits = new OverloadVerdict.Limits(0.3, 30_000, 30_000, 60, false);
    Trials.held(
        folder,
        (place, report) ->
            OverloadTrial.play(
                place, report, new OverloadTrial.Plan(20, 6, 3, 2, 6, 10_000, 50, limits, 1)));
  }
}
