package org.convoke.bench;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A bridge of the benchmark's own, started as users start it, on a data folder that goes away. */
final class BridgeProcess implements AutoCloseable {
  private static final Pattern SIP = Pattern.compile("sip:(\\S+)@([0-9.]+):(\\d+)");
  private static final Pattern HTTP = Pattern.compile("http://[0-9.]+:(\\d+)");

  private final Path data;
  private final Process process;
  private final String banner;
  private final String key;
  private final HttpClient http = HttpClient.newHttpClient();

  private BridgeProcess(Path data, Process process, String banner) throws IOException {
    this.data = data;
    this.process = process;
    this.banner = banner;
    this.key = Files.readString(data.resolve("data").resolve("admin.key")).strip();
  }

  /**
   * Starts it by {@code scripts/run}, so by the same options of the JVM.
   *
   * @param home the folder of the project
   * @param config keys that differ, or null
   */
  static BridgeProcess start(Path home, Path config) throws IOException {
    Path data = Files.createTempDirectory("convoke-bench");
    List<String> command = new ArrayList<>();
    command.add(home.resolve("scripts/run").toString());
    command.addAll(List.of("--data", data.resolve("data").toString()));
    command.addAll(List.of("--http-port", "0", "--sip-port", "0", "--webrtc-port", "0"));
    if (config != null) {
      command.addAll(List.of("--config", config.toString()));
    }
    Path log = data.resolve("log");
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    StringBuilder banner = new StringBuilder();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      banner.append(line).append('\n');
      if (line.startsWith("Ctrl-C")) {
        Thread.ofPlatform().daemon().start(() -> out.lines().forEach(ignored -> {}));
        return new BridgeProcess(data, process, banner.toString());
      }
    }
    throw new IOException("the bridge did not start:\n" + banner + Files.readString(log));
  }

  long pid() {
    return process.pid();
  }

  InetSocketAddress sip() throws IOException {
    return new InetSocketAddress("127.0.0.1", Integer.parseInt(find(SIP, 3)));
  }

  int httpPort() throws IOException {
    return Integer.parseInt(find(HTTP, 1));
  }

  /** The number that asks for a PIN. */
  String number() throws IOException {
    return find(SIP, 1);
  }

  /** Makes a room and returns its PIN. */
  String makeRoom(String name, int pinLength) throws IOException, InterruptedException {
    return room(name, pinLength).getString("pin");
  }

  /** Makes a room and returns what its link ends with. */
  String makeLink(String name) throws IOException, InterruptedException {
    return room(name, 4).getString("slug");
  }

  private JsonObject room(String name, int pinLength) throws IOException, InterruptedException {
    JsonObject room = new JsonObject().put("name", name).put("pin_length", pinLength);
    return send("POST", "/v1/rooms", room, 201);
  }

  /** What the API answers, which is to be {@code status}. */
  JsonObject send(String method, String path, JsonObject body, int status)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.encode()))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != status) {
      throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body());
  }

  private String find(Pattern pattern, int group) throws IOException {
    Matcher matcher = pattern.matcher(banner);
    if (!matcher.find()) {
      throw new IOException("the bridge does not say where it listens:\n" + banner);
    }
    return matcher.group(group);
  }

  /** Ends it and takes its data away. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      http.close();
      try (Stream<Path> files = Files.walk(data)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      System.err.println("The data of the benchmark stays in " + data + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
