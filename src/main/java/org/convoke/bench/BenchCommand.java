package org.convoke.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.convoke.clock.Clock;
import org.convoke.options.OptionCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code convoke bench}: a bridge of its own under load. */
@Command(
    name = "bench",
    description =
        "Starts a bridge of its own, lets calls that key a PIN, or browsers, in, and measures what they cost and hear.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchCommand implements Callable<Integer> {
  /** Above it rooms get longer PINs, as the bridge would ask for. */
  private static final int ROOMS_OF_SHORT_PINS = 50;

  private static final double REFLECTOR_SECONDS = 4;
  private static final double CALLS_A_SECOND = 50;
  private static final double BROWSERS_A_SECOND = 20;
  private static final double EVENTS_A_SECOND = 50;

  @Spec private CommandSpec spec;

  /** The script says where the project is. */
  @Option(
      names = "--home",
      paramLabel = "FOLDER",
      defaultValue = "${sys:convoke.home:-.}",
      description = "The project's folder (${DEFAULT-VALUE}).")
  private Path home;

  @Option(names = "--calls", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int calls = 600;

  @Option(
      names = "--browsers",
      paramLabel = "N",
      description =
          "In place of calls: so many browsers that listen, beside --talkers of them in each room.")
  private int browsers;

  @Option(
      names = "--microphones",
      description = "Those browsers are full participants with a quiet microphone.")
  private boolean microphones;

  @Option(
      names = "--webhooks",
      description = {
        "In place of calls: events to a webhook, --rate a second (50) for --seconds (600), while the consumer",
        "is away and killed, PostgreSQL is restarted and the bridge killed; counts what was lost."
      })
  private boolean webhooks;

  @Option(
      names = "--endpoints",
      paramLabel = "N",
      description = "Beside calls: so many webhooks that are told of all that happens.")
  private int endpoints;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "Events a second for those, beside the calls' own (${DEFAULT-VALUE}).")
  private double events = EVENTS_A_SECOND;

  @Option(
      names = "--rooms",
      paramLabel = "N",
      description = "Rooms that the calls are spread over (${DEFAULT-VALUE}).")
  private int rooms = 1;

  @Option(
      names = "--per-room",
      paramLabel = "N",
      description = "As many rooms as make this many calls in each.")
  private Integer perRoom;

  @Option(
      names = "--talkers",
      paramLabel = "N",
      description = "The first calls of each room that talk (${DEFAULT-VALUE}).")
  private int talkers = 3;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long is measured (${DEFAULT-VALUE}).")
  private double seconds = 10;

  @Option(
      names = "--settle",
      paramLabel = "N",
      description = "Seconds between the last answer and that (${DEFAULT-VALUE}).")
  private double settle = 4;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description =
          "Calls before all that, for the load is a JVM too, on the same cores (${DEFAULT-VALUE}).")
  private int warmUp = 300;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Calls placed, or browsers that join, a second (50, or 20).")
  private Double rate;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there too.")
  private Path json;

  @Option(names = "--config", paramLabel = "FILE", description = "Given to the bridge.")
  private Path config;

  @Option(
      names = "--no-reflector",
      negatable = true,
      description = "Leave out the bare reflector that is measured for comparison.")
  private boolean reflector = true;

  @Option(
      names = "--no-realtime",
      negatable = true,
      description = "Do not let the load run before other programs where that is allowed.")
  private boolean realTime = true;

  @Override
  public Integer call() throws IOException, InterruptedException {
    OptionCheck check = new OptionCheck(spec);
    check.demand(
        System.getProperty("os.name").equals("Linux"), "The benchmark reads Linux's /proc");
    check.demand(
        Files.isExecutable(home.resolve("scripts/run")),
        "--home is the project's folder, which has scripts/run, not " + home);
    if (webhooks) {
      check
          .within("--rate", rate(EVENTS_A_SECOND), 1, 5000)
          .within("--seconds", seconds, 1, 86_400);
      return deliver();
    }
    boolean browse = browsers > 0;
    if (browse) {
      calls = browsers;
    }
    rate = rate(browse ? BROWSERS_A_SECOND : CALLS_A_SECOND);
    check
        .within("--browsers", browsers, 0, 5000)
        .within("--calls", calls, 1, 5000)
        .demand(
            perRoom == null || perRoom >= 1 && perRoom <= calls,
            "--per-room is 1 to the number of calls")
        .demand(config == null || Files.isReadable(config), "--config: cannot read " + config);
    if (perRoom != null) {
      rooms = Math.ceilDiv(calls, perRoom);
    }
    check
        .demand(rooms >= 1 && rooms <= calls, "--rooms is 1 to the number of calls")
        .within("--talkers", talkers, 0, Tones.MAX_TALKERS)
        .within("--seconds", seconds, 1, 3600)
        .within("--settle", settle, 0, 600)
        .within("--warm-up", warmUp, 0, 5000)
        .upTo("--rate", rate, 5000)
        .within("--endpoints", endpoints, 0, 200)
        .upTo("--events", events, 1000);
    return browse ? browse() : phone();
  }

  private double rate(double otherwise) {
    return rate == null ? otherwise : rate;
  }

  private int deliver() throws IOException, InterruptedException {
    boolean given = spec.commandLine().getParseResult().hasMatchedOption("--seconds");
    WebhookTrial.Plan plan =
        WebhookTrial.Plan.of(rate(EVENTS_A_SECOND), given ? (int) seconds : 600);
    Path folder = Files.createTempDirectory("convoke-webhooks");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = home.resolve("target/convoke.jar").toString();
    WebhookFigures figures =
        new WebhookTrial(
                Clock.system(),
                plan,
                List.of(home.resolve("scripts/run").toString()),
                List.of(java, "-XX:+UseSerialGC", "-Xmx256m", "-jar", jar, "consumer"),
                folder,
                System.err)
            .run();
    System.err.println("Logs, inbox and data stay in " + folder);
    return tell(figures.table(), figures.json(), figures.right());
  }

  private int browse() throws IOException, InterruptedException {
    BrowserBenchmark.Plan plan =
        new BrowserBenchmark.Plan(
            browsers, talkers, rooms, microphones, rate, settle, seconds, realTime);
    BrowserFigures figures;
    try (BridgeProcess bridge = BridgeProcess.start(home, config)) {
      String[] slugs = new String[rooms];
      for (int i = 0; i < rooms; i++) {
        slugs[i] = bridge.makeLink("bench " + i);
      }
      System.err.printf(
          Locale.ROOT,
          "The bridge runs as process %d; %d browsers at %.0f a second ...%n",
          bridge.pid(),
          plan.all(),
          rate);
      figures = new BrowserBenchmark(Clock.system(), plan, slugs).run(bridge);
    }
    return tell(figures.table(), figures.json(), figures.right());
  }

  private int phone() throws IOException, InterruptedException {
    Benchmark.Plan plan =
        new Benchmark.Plan(calls, rooms, talkers, rate, settle, seconds, realTime);
    Clock clock = Clock.system();
    String[] none = new String[rooms];
    Arrays.fill(none, "");
    double floor = reflector ? new Benchmark(clock, plan, none).reflect(REFLECTOR_SECONDS) : 0;
    Figures figures;
    String told = "";
    try (BridgeProcess bridge = BridgeProcess.start(home, config)) {
      String[] pins = new String[rooms];
      for (int i = 0; i < rooms; i++) {
        // The last key tells a bridge with PINs of several lengths that there is no more to come.
        pins[i] = bridge.makeRoom("bench " + i, rooms > ROOMS_OF_SHORT_PINS ? 6 : 4) + "#";
      }
      System.err.printf(
          Locale.ROOT,
          "The bridge runs as process %d; %d calls at %.0f a second, after %d to warm up ...%n",
          bridge.pid(),
          calls,
          rate,
          warmUp);
      if (warmUp > 0) {
        new Benchmark(clock, plan.ofCalls(warmUp), pins).warmUp(bridge);
      }
      Benchmark benchmark = new Benchmark(clock, plan, pins);
      if (endpoints == 0) {
        figures = benchmark.run(bridge, floor);
      } else {
        try (Audience audience = Audience.gather(clock, bridge, endpoints, events)) {
          figures = benchmark.run(bridge, floor);
          told = audience.table();
        }
      }
    }
    return tell(figures.table() + told, figures.json(), figures.right());
  }

  private int tell(String table, JsonObject figures, boolean right) throws IOException {
    System.out.print(table);
    if (json != null) {
      Files.writeString(json, figures.encodePrettily() + "\n");
    }
    return right ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
