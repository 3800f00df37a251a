package org.convoke.trial;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code scripts/trial spray}, for a few seconds. */
@Isolated("it takes the whole machine")
class SprayTrialIT {
  @TempDir private Path folder;

  @Test
  void nothingOfACallReachesOneWhoSpraysNorIsHeOfCallsBehindNatHeard() throws Exception {
    // What a busy machine does to the sound is not judged here.
    Trials.held(
        folder,
        (place, report) ->
            SprayTrial.play(place, report, new SprayTrial.Plan(12, 3, 400, 2000, 10_000, 50, 1)));
  }
}
