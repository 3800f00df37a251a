package org.convoke.consumer;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.convoke.clock.Clock;
import org.convoke.options.OptionCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code convoke consumer}: receives event webhooks and prints them, until it is ended. */
@Command(
    name = "consumer",
    description = {
      "Receives event webhooks: verifies their signatures, takes each event once,",
      "notices missing numbers, reads them by the API, prints a line for each."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ConsumerCommand implements Callable<Integer> {
  private static final int SECRET_BYTES = 32;

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where it listens; 0 picks a free one (${DEFAULT-VALUE}).")
  private int port = 9000;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "The address to listen on (${DEFAULT-VALUE}).")
  private String bind = "127.0.0.1";

  @Option(
      names = "--secret",
      paramLabel = "KEY",
      description = {
        "The endpoint's secret (whsec_...) or public key (whpk_...); several times while it changes.",
        "Without it one is made, and how to hand it to the bridge is printed."
      })
  private List<String> secrets = List.of();

  @Option(
      names = "--api",
      paramLabel = "URL",
      description = "The bridge, such as http://127.0.0.1:8080: missing events are read there.")
  private String api;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "An API key with the scope events:read.")
  private String key;

  @Option(
      names = "--inbox",
      paramLabel = "FILE",
      description = "Keeps what was taken, so that a restart takes nothing twice.")
  private Path inboxFile;

  @Option(
      names = "--fail-rate",
      paramLabel = "0..1",
      description = "For trials: so many requests are not taken.")
  private double failRate;

  @Option(
      names = "--fail-status",
      paramLabel = "STATUS",
      description = "For trials: what those are answered (${DEFAULT-VALUE}).")
  private int failStatus = 500;

  @Option(
      names = "--delay",
      paramLabel = "MS",
      description = "For trials: each answer takes so long.")
  private int delayMs;

  @Override
  public Integer call() throws Exception {
    new OptionCheck(spec)
        .within("--port", port, 0, 65_535)
        .demand((api == null) == (key == null), "--api and --key go together")
        .within("--fail-rate", failRate, 0, 1)
        .within("--fail-status", failStatus, 400, 599)
        .within("--delay", delayMs, 0, 600_000);
    boolean made = secrets.isEmpty();
    secrets = made ? List.of(secret()) : secrets;
    Story story = new Story();
    Inbox inbox = inboxFile == null ? null : Inbox.open(inboxFile, story);
    Receiver receiver =
        new Receiver(
            verifier(),
            Clock.system(),
            new Trial(failRate, failStatus, delayMs, new SecureRandom()),
            story,
            inbox,
            api == null ? null : new EventsApi(api, key),
            System.out);
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(bind), port), 0);
    } catch (IOException e) {
      System.err.println("Cannot listen on " + bind + ":" + port + ": " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", receiver);
    server.start();
    greet("http://" + bind + ":" + server.getAddress().getPort() + "/", made, story.size());
    receiver.catchUp();
    new CountDownLatch(1).await();
    return ExitCode.OK;
  }

  private Verifier verifier() {
    try {
      return new Verifier(secrets);
    } catch (IllegalArgumentException e) {
      throw new OptionCheck(spec)
          .wrong("--secret is the endpoint's secret or public key, as the bridge showed it");
    }
  }

  private void greet(String url, boolean made, int taken) {
    System.out.println("Listening on " + url + (taken == 0 ? "" : "; has " + taken + " events"));
    if (made) {
      System.out.printf(
          """
          Have the bridge send all events here:

            curl -s localhost:8080/v1/webhooks -H "Authorization: Bearer $(cat data/admin.key)" \\
              -H 'Content-Type: application/json' \\
              -d '{"url": "%s", "events": ["*"], "secret": "%s"}'

          """,
          url, secrets.getFirst());
    }
    System.out.flush();
  }

  private static String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }
}
