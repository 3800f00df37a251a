package org.convoke.it;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code scripts/consumer} as a process of its own. */
final class Consumer implements AutoCloseable {
  private final Process process;
  private final Path inbox;
  private final Path out;

  private Consumer(Process process, Path inbox, Path out) {
    this.process = process;
    this.inbox = inbox;
    this.out = out;
  }

  /**
   * @param folder its inbox and what it prints are kept there, over its end
   */
  static Consumer start(Path folder, int port, String secret, String... options) {
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-jar"));
      command.addAll(List.of(System.getProperty("convoke.jar", "target/convoke.jar"), "consumer"));
      Path inbox = folder.resolve("inbox");
      command.addAll(List.of("--port", "" + port, "--inbox", inbox.toString()));
      command.addAll(List.of("--secret", secret));
      command.addAll(List.of(options));
      Path out = folder.resolve("consumer.out");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
              .start();
      return new Consumer(process, inbox, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The events that it took, in that order. */
  List<JsonObject> taken() {
    return Files.exists(inbox)
        ? read(inbox).lines().filter(line -> line.endsWith("}")).map(JsonObject::new).toList()
        : List.of();
  }

  /** What it printed. */
  String out() {
    return read(out);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
