package org.convoke.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A consumer that is killed and started again, with one inbox. */
final class TrialConsumer implements AutoCloseable {
  private final List<String> command;
  private final Path folder;
  private final int port;
  private final String secret;
  private Process process;

  /**
   * @param command what starts a consumer, up to its options
   * @param folder its inbox and what it prints
   */
  TrialConsumer(List<String> command, Path folder, int port, String secret) {
    this.command = List.copyOf(command);
    this.folder = folder;
    this.port = port;
    this.secret = secret;
  }

  void start() throws IOException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("--port", "" + port, "--secret", secret));
    all.addAll(List.of("--inbox", folder.resolve("inbox").toString()));
    process =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("consumer.out").toFile()))
            .start();
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  /** How many events it has. */
  int size() throws IOException {
    return (int) inbox().lines().count();
  }

  /** The events that it took, in its order. */
  List<JsonObject> taken() throws IOException {
    return inbox().lines().map(JsonObject::new).toList();
  }

  /** Its whole lines: the last one may be under way, or what a kill left of it. */
  private String inbox() throws IOException {
    Path inbox = folder.resolve("inbox");
    String text = Files.exists(inbox) ? Files.readString(inbox) : "";
    return text.substring(0, text.lastIndexOf('\n') + 1);
  }

  /** How often it got what it had. */
  int again() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("consumer.out"))) {
      return (int) lines.filter(line -> line.startsWith("again: ")).count();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
