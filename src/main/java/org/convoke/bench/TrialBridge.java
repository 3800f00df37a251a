package org.convoke.bench;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bridge as a process of its own, which is killed and started again on one data folder and the
 * same ports.
 */
public final class TrialBridge implements AutoCloseable {
  private static final int STARTS = 5;
  private static final int TRIES = 20;
  private static final long AGAIN_MS = 500;
  private static final Pattern SIP = Pattern.compile("sip:(\\S+)@([0-9.]+):(\\d+)");
  private static final Pattern TLS = Pattern.compile("TLS on (\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** An answer that is not 2xx. */
  public static final class RefusedException extends IOException {
    private final int status;

    private RefusedException(String request, int status, String body) {
      super(request + ": " + status + " " + body);
      this.status = status;
    }

    /** Of HTTP. */
    public int status() {
      return status;
    }
  }

  private final List<String> command;
  private final Path folder;
  private int httpPort;
  private int sipPort;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final List<String> options;
  private Process process;
  private String banner = "";
  private String key;

  /**
   * Starts it.
   *
   * @param command what starts a bridge, up to its options
   * @param folder its data and its log
   * @param options more options of {@code run}
   */
  public TrialBridge(List<String> command, Path folder, String... options) throws IOException {
    this.command = List.copyOf(command);
    this.folder = folder;
    this.options = List.of(options);
    start();
    key = Files.readString(folder.resolve("data").resolve("admin.key")).strip();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when it is ready. A start that fails is tried again, as a supervisor would. */
  public void start() throws IOException {
    for (int tries = 1; !startedOnce(); tries++) {
      if (tries == STARTS) {
        throw new IOException("the bridge does not start; its log is in " + folder);
      }
    }
  }

  private boolean startedOnce() throws IOException {
    if (banner.isEmpty()) {
      // Each time anew, for somebody else may have taken one meanwhile.
      httpPort = freePort();
      sipPort = freePort();
    }
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("--data", folder.resolve("data").toString(), "--webrtc-port", "0"));
    all.addAll(List.of("--http-port", "" + httpPort, "--sip-port", "" + sipPort));
    all.addAll(options);
    process =
        new ProcessBuilder(all)
            .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    StringBuilder said = new StringBuilder();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.append(line).append('\n');
      if (line.startsWith("Ctrl-C")) {
        banner = said.toString();
        Thread.ofPlatform().daemon().start(() -> out.lines().forEach(this::keep));
        return true;
      }
    }
    return false;
  }

  /** What is said after the start goes to the log: last words of the JVM, for example. */
  private void keep(String line) {
    try {
      Files.writeString(log(), line + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      // Then it is not kept.
    }
  }

  /** Waits for an end that comes by itself; the exit code, or -1 where it does not come. */
  public int awaitEnd(int seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  /** kill -9. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM: calls are ended, events are written. */
  public void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(15, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  /** PostgreSQL is told to end at once; the bridge starts it again. */
  void restartDatabase() throws IOException, InterruptedException {
    String pid =
        Files.readAllLines(folder.resolve("data/postgres/postmaster.pid")).getFirst().strip();
    new ProcessBuilder("kill", "-INT", pid).start().waitFor();
  }

  /** Where its standard error goes, of all its starts, and what it prints once it is ready. */
  public Path log() {
    return folder.resolve("bridge.log");
  }

  public long pid() {
    return process.pid();
  }

  /** Whether the process lives. */
  public boolean alive() {
    return process.isAlive();
  }

  /** The number that asks for a PIN. */
  public String number() throws IOException {
    Matcher matcher = SIP.matcher(banner);
    if (!matcher.find()) {
      throw new IOException("the bridge does not say whom to call:\n" + banner);
    }
    return matcher.group(1);
  }

  public InetSocketAddress sip() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), sipPort);
  }

  /** Where SIP over TLS is heard. */
  public InetSocketAddress tls() throws IOException {
    Matcher matcher = TLS.matcher(banner);
    if (!matcher.find()) {
      throw new IOException("the bridge listens to no TLS:\n" + banner);
    }
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), Integer.parseInt(matcher.group(1)));
  }

  public int httpPort() {
    return httpPort;
  }

  /** The administrator's. */
  public String key() {
    return key;
  }

  /** All items of a list that goes by pages; {@code path} has a question mark. */
  public List<JsonObject> list(String path) throws IOException, InterruptedException {
    List<JsonObject> all = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonObject page = call("GET", path + "&limit=200" + cursor, null);
      page.getJsonArray("items").forEach(item -> all.add((JsonObject) item));
      cursor = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
    }
    return all;
  }

  /** The answer's status; fails when there is none. */
  public CompletableFuture<Integer> send(String method, String path, JsonObject body) {
    return http.sendAsync(request(method, path, body), BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  /** What is answered by 2xx; what is answered by 503 is asked again for a while. */
  public JsonObject call(String method, String path, JsonObject body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = null;
    for (int tries = 0; tries < TRIES && (answer == null || answer.statusCode() == 503); tries++) {
      TimeUnit.MILLISECONDS.sleep(tries == 0 ? 0 : AGAIN_MS);
      answer = http.send(request(method, path, body), BodyHandlers.ofString());
    }
    if (answer.statusCode() / 100 != 2) {
      throw new RefusedException(method + " " + path, answer.statusCode(), answer.body());
    }
    return new JsonObject(answer.body());
  }

  private HttpRequest request(String method, String path, JsonObject body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json")
        .method(
            method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()))
        .build();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
