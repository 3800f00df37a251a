package org.convoke.trial;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.convoke.bench.TrialBridge;
import org.convoke.clock.Clock;
import org.convoke.options.OptionCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all trials have: their options, a folder, a bridge, and a verdict. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract class Trial implements Callable<Integer> {
  /**
   * Where a trial takes place.
   *
   * @param bridge what starts a bridge, up to its options
   * @param folder an empty one, for all that is written
   * @param programs where PostgreSQL's programs are unpacked to
   * @param out where it is told what happens
   */
  record Place(Clock clock, List<String> bridge, Path folder, Path programs, PrintStream out) {
    /** Starts a bridge with more options of {@code run}. */
    TrialBridge start(String... options) throws IOException {
      return new TrialBridge(bridge, folder, options);
    }

    /** The same where a program starts the bridge: {@code nice}, {@code bash -c}. */
    Place by(String... program) {
      List<String> all = new ArrayList<>(List.of(program));
      all.addAll(bridge);
      return new Place(clock, all, folder, programs, out);
    }

    /** The same with keys of conf/convoke.yaml that differ. */
    TrialBridge startWith(String yaml, String... options) throws IOException {
      Path config = folder.resolve("trial.yaml");
      Files.writeString(config, yaml);
      List<String> all = new ArrayList<>(List.of(options));
      all.addAll(List.of("--config", config.toString()));
      return new TrialBridge(bridge, folder, all.toArray(String[]::new));
    }

    /** Starts a PostgreSQL outside of the bridge. */
    TrialDatabase database() throws IOException {
      return new TrialDatabase(folder, programs);
    }

    void say(String what, Object... values) {
      out.printf(Locale.ROOT, what + "%n", values);
    }

    void sleep(double seconds) throws InterruptedException {
      TimeUnit.MILLISECONDS.sleep((long) (seconds * 1000));
    }

    double seconds(long sinceNs) {
      return (clock.nowNs() - sinceNs) / 1e9;
    }
  }

  @Spec private CommandSpec spec;

  /** The script says where the project is. */
  @Option(
      names = "--home",
      paramLabel = "FOLDER",
      defaultValue = "${sys:convoke.home:-.}",
      description = "The project's folder (${DEFAULT-VALUE}).")
  private Path home;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there too.")
  private Path json;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long the nasty part takes; each trial has its own default.")
  private Integer seconds;

  @Option(names = "--seed", paramLabel = "N", description = "Of all chance (${DEFAULT-VALUE}).")
  private long seed = 1;

  /** A talker rests for 100 ms himself. */
  @Option(
      names = "--gap",
      paramLabel = "MS",
      description = "The longest that anybody may be without sound (${DEFAULT-VALUE}).")
  private double gapMs = 150;

  @Option(
      names = "--loss",
      paramLabel = "PERCENT",
      description = "The most packets that may be lost (${DEFAULT-VALUE}).")
  private double lossPercent = 0.1;

  /** Checks the options that only this trial has. */
  abstract void check(OptionCheck check);

  /** Plays it. */
  abstract void play(Place place, TrialReport report) throws IOException, InterruptedException;

  /** How long the nasty part takes, in seconds. */
  int seconds(int otherwise) {
    return seconds == null ? otherwise : seconds;
  }

  /** The longest silence that is forgiven, in ms. */
  double gapMs() {
    return gapMs;
  }

  /** The greatest loss that is forgiven, in per cent. */
  double lossPercent() {
    return lossPercent;
  }

  long seed() {
    return seed;
  }

  @Override
  public final Integer call() throws IOException, InterruptedException {
    OptionCheck check = new OptionCheck(spec);
    check
        .within("--seconds", seconds(1), 1, 86_400)
        .within("--gap", gapMs, 1, 60_000)
        .within("--loss", lossPercent, 0, 100)
        .demand(
            Files.isExecutable(home.resolve("scripts/run")),
            "--home is the project's folder, which has scripts/run, not " + home);
    check(check);
    Path folder = Files.createTempDirectory("convoke-trial");
    TrialReport report = new TrialReport();
    List<String> bridge = List.of(home.toAbsolutePath().resolve("scripts/run").toString());
    Path programs = folder.resolve("postgres-programs");
    play(new Place(Clock.system(), bridge, folder, programs, System.err), report);
    System.err.println("Logs and data stay in " + folder);
    System.out.print(report.table());
    if (json != null) {
      Files.writeString(json, report.json().encodePrettily() + "\n");
    }
    return report.held() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
