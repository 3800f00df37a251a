package org.convoke.it;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A webhook app on Node.js, and what it was asked. */
final class NodeApp implements AutoCloseable {
  private final Process process;
  private final int port;
  private final List<JsonObject> asked = new CopyOnWriteArrayList<>();

  private NodeApp(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** One of the test resources; {@code secret} is what its requests are signed by. */
  static NodeApp start(String file, String secret) {
    return start(Path.of("src/test/resources/apps", file), Map.of("SECRET", secret));
  }

  /** Starts it on a free port and waits for its first line; lines of JSON are what it was asked. */
  static NodeApp start(Path file, Map<String, String> environment) {
    try {
      int port = Baresip.freePort();
      ProcessBuilder builder =
          new ProcessBuilder(Chromium.node(), file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putAll(environment);
      builder.environment().put("PORT", Integer.toString(port));
      NodeApp app = new NodeApp(builder.start(), port);
      BufferedReader out = app.process.inputReader();
      if (out.readLine() == null) {
        throw new AssertionError(file + " did not start");
      }
      Thread.ofPlatform()
          .daemon()
          .name(file.toString())
          .start(() ->
              out.lines()
                  .filter(line -> line.startsWith("{"))
                  .forEach(line -> app.asked.add(new JsonObject(line))));
      return app;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /**
   * What was asked at a path for a call, oldest first: method, path, status, fields of query or
   * body, and in verdict whether each signature is right.
   */
  List<JsonObject> asked(String path, String uuid) {
    return asked.stream()
        .filter(it -> path.equals(it.getString("path")))
        .filter(it -> uuid.equals(it.getJsonObject("fields").getString("uuid")))
        .toList();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }
}
