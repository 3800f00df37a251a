package org.convoke.trial;

import java.io.IOException;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialCalls;
import org.convoke.bench.TrialSound;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trial database}: PostgreSQL goes away, comes back, and is slow. */
@Command(
    name = "database",
    description = "PostgreSQL is stopped, restarted and slowed while people talk.")
final class DatabaseTrial extends Trial {
  private static final int STOPPED_SECONDS = 60;
  private static final double MOST_SILENCE_MS = 100;
  private static final double MOST_LOSS_PERCENT = 0.1;

  @Option(names = "--calls", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int calls = 50;

  @Override
  void play(Place place, TrialReport report) throws IOException, InterruptedException {
    try (TrialDatabase database = new TrialDatabase(place.folder());
        TrialBridge bridge = place.start("--database-url", database.url());
        TrialCalls phones = new TrialCalls(place.clock(), bridge, TrialCalls.Plan.of(calls, 0))) {
      phones.place();
      place.say("%d calls are in; PostgreSQL stops", phones.joined());
      database.stop();
      place.sleep(seconds(STOPPED_SECONDS));
      TrialSound sound = phones.sound();
      database.start();
      report.sound("Stopped", sound, MOST_SILENCE_MS, MOST_LOSS_PERCENT);
      phones.hangUp();
    }
  }
}
