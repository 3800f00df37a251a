package org.convoke.trial;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code scripts/trial flood}, a part of it for a few seconds. */
@Isolated("it takes the whole machine")
class FloodTrialIT {
  private static final Set<String> FLOODS =
      Set.of("Strangers, TLS", "As the trunk, TLS", "Idle and slow, TLS");

  @TempDir private Path folder;

  @Test
  void callsGoOnAndOthersBeginWhileTlsIsFloodedAndItsPlacesAreTaken() throws Exception {
    // What a busy machine does to the sound, and what it keeps, is measured elsewhere.
    FloodTrial.Limits limits = new FloodTrial.Limits(10_000, 50, 15, false);
    Trials.held(
        folder,
        (place, report) ->
            FloodTrial.play(
                place,
                report,
                new FloodTrial.Plan(10, 1, 200, 20, 1, FLOODS::contains, limits, 1)));
  }
}
