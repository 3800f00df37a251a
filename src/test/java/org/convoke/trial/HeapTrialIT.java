package org.convoke.trial;

import java.nio.file.Path;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The end of {@code scripts/trial heap}. */
@Isolated("it takes the whole machine")
class HeapTrialIT {
  @TempDir private Path folder;

  @Test
  void aBridgeWhoseHeapIsUsedUpEndsAndCanBeStartedAgain() throws Exception {
    Trials.held(
        folder,
        (place, report) -> {
          Trial.Place small = place.by("env", "_JAVA_OPTIONS=-Xms64m -Xmx128m");
          try (TrialBridge bridge = small.start();
              TrialCalls phones = new TrialCalls(place.clock(), bridge, TrialCalls.Plan.of(5, 0))) {
            phones.place();
            HeapTrial.useUp(place, report, bridge);
          }
        });
  }
}
