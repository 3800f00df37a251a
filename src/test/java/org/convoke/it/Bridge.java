package org.convoke.it;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged bridge as a process of its own, started as a user starts it, with its API at hand.
 */
final class Bridge implements AutoCloseable {
  private static final Pattern SIP = Pattern.compile("sip:(\\S+)@([0-9.]+|\\[[0-9a-f:]+]):(\\d+)");
  private static final Pattern HTTP = Pattern.compile("http://([0-9.]+|\\[[0-9a-f:]+]):(\\d+)");
  private static final Pattern PIN = Pattern.compile("PIN\\s+(\\d+)\\s+host PIN\\s+(\\d+)");

  private static final Pattern MEDIA = Pattern.compile("browsers on UDP port (\\d+)");

  /** So many events and lines of the log are told with a failure. */
  private static final int STORY = 60;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
  private final Path data;
  private final Path log;
  private final Process process;
  private final List<String> banner = new ArrayList<>();
  private String key;

  private Bridge(Path data, Path log, Process process) {
    this.data = data;
    this.log = log;
    this.process = process;
  }

  /** Starts with free ports on a data folder; {@code options} go to the command line. */
  static Bridge start(Path data, String... options) {
    try {
      Files.createDirectories(data);
      shareDatabasePrograms(data);
      Path log = data.resolveSibling(data.getFileName() + ".log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // As it is run, but without the second compiler: on a small machine it takes more than it
      // gives.
      command.addAll(List.of("@" + Path.of("conf", "jvm.options"), "-XX:TieredStopAtLevel=1"));
      command.addAll(
          List.of("-jar", System.getProperty("convoke.jar", "target/convoke.jar"), "run"));
      command.addAll(List.of("--data", data.toString()));
      if (!List.of(options).contains("--http-port")) {
        command.addAll(List.of("--http-port", "0"));
      }
      if (!List.of(options).contains("--sip-port")) {
        command.addAll(List.of("--sip-port", "0"));
      }
      if (!List.of(options).contains("--webrtc-port")) {
        command.addAll(List.of("--webrtc-port", "0"));
      }
      command.addAll(List.of(options));
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      Bridge bridge = new Bridge(data, log, process);
      bridge.awaitBanner();
      bridge.key = Files.readString(data.resolve("admin.key")).strip();
      return bridge;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** PostgreSQL is unpacked once for all bridges: it takes seconds. */
  private static void shareDatabasePrograms(Path data) throws IOException {
    Path programs = data.resolve("postgres-programs");
    if (Files.notExists(programs, LinkOption.NOFOLLOW_LINKS)) {
      Files.createSymbolicLink(programs, Files.createDirectories(TestDatabase.programs()));
    }
  }

  private void awaitBanner() throws IOException {
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      banner.add(line);
      if (line.startsWith("Ctrl-C")) {
        Thread.ofPlatform().daemon().start(() -> out.lines().forEach(ignored -> {}));
        return;
      }
    }
    throw new AssertionError("the bridge did not start: " + banner + "\n" + Files.readString(log));
  }

  /** Standard output up to readiness. */
  String banner() {
    return String.join("\n", banner);
  }

  /** What was logged so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Process process() {
    return process;
  }

  int sipPort() {
    return Integer.parseInt(find(SIP, 3));
  }

  int httpPort() {
    return Integer.parseInt(find(HTTP, 2));
  }

  /** The UDP port of all browsers. */
  int mediaPort() {
    Matcher matcher = MEDIA.matcher(log());
    if (!matcher.find()) {
      throw new AssertionError("no " + MEDIA + " in " + log());
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** {@code sip:USER@ADDRESS:PORT}. */
  String sipUri(String user) {
    return "sip:" + user + "@" + find(SIP, 2) + ":" + sipPort();
  }

  /** The first room's PIN, as printed. */
  String printedPin() {
    return find(PIN, 1);
  }

  private String find(Pattern pattern, int group) {
    Matcher matcher = pattern.matcher(banner());
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + banner());
    }
    return matcher.group(group);
  }

  JsonObject createRoom(JsonObject draft) {
    Answer answer = patiently("POST", "/v1/rooms", draft);
    if (answer.status() != 201) {
      throw new AssertionError(answer.toString());
    }
    return answer.json();
  }

  JsonObject createRoom(String name) {
    return createRoom(new JsonObject().put("name", name));
  }

  JsonObject get(String path) {
    Answer answer = patiently("GET", path, null);
    if (answer.status() != 200) {
      throw new AssertionError(path + ": " + answer);
    }
    return answer.json();
  }

  /** Those of the room, oldest first. */
  List<JsonObject> participants(String roomId) {
    return objects(get("/v1/rooms/" + roomId + "/participants").getJsonArray("items"));
  }

  List<JsonObject> events(String query) {
    return objects(get("/v1/events?limit=1000&" + query).getJsonArray("items"));
  }

  private static List<JsonObject> objects(JsonArray items) {
    return items.stream().map(JsonObject.class::cast).toList();
  }

  /** Waits until so many are joined. */
  void awaitJoined(String roomId, int count) {
    awaitHere(
        count + " joined in " + roomId,
        () ->
            participants(roomId).stream().filter(p -> "joined".equals(p.getString("state"))).count()
                == count);
  }

  /** Waits until the query's events hold one of the type. */
  JsonObject awaitEvent(String query, String type) {
    JsonObject[] found = new JsonObject[1];
    awaitHere(
        type + " of " + query,
        () -> {
          found[0] =
              events(query).stream()
                  .filter(event -> type.equals(event.getString("type")))
                  .reduce((a, b) -> b)
                  .orElse(null);
          return found[0] != null;
        });
    return found[0];
  }

  /** The call of a caller, once it has begun. */
  String awaitCall(String from) {
    String[] found = new String[1];
    awaitHere(
        "the call of " + from,
        () -> {
          found[0] =
              events("type=call.started").stream()
                  .filter(event -> from.equals(event.getJsonObject("data").getString("from")))
                  .map(event -> event.getString("call_id"))
                  .reduce((a, b) -> b)
                  .orElse(null);
          return found[0] != null;
        });
    return found[0];
  }

  /** What does not come true says what happened instead: elsewhere it may not happen again. */
  private void awaitHere(String what, BooleanSupplier holds) {
    try {
      await(what, holds);
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + "\n" + story(), late);
    }
  }

  private String story() {
    StringBuilder story = new StringBuilder("the last events:\n");
    try {
      List<JsonObject> all = events("");
      all.subList(Math.max(0, all.size() - STORY), all.size())
          .forEach(event -> story.append(event.encode()).append('\n'));
    } catch (AssertionError | UncheckedIOException e) {
      story.append("not told: ").append(e.getMessage()).append('\n');
    }
    List<String> lines = log().lines().toList();
    story.append("the log's end:\n");
    lines
        .subList(Math.max(0, lines.size() - STORY), lines.size())
        .forEach(line -> story.append(line).append('\n'));
    return story.toString();
  }

  static void await(String what, BooleanSupplier holds) {
    await(what, 30, holds);
  }

  /** Polls until it holds. */
  static void await(String what, int seconds, BooleanSupplier holds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("in " + seconds + " s not: " + what);
      }
      pause(100);
    }
  }

  /** Lets real time pass: for sound that has to be recorded. */
  static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An answer of the API. */
  record Answer(int status, String body, java.net.http.HttpHeaders headers) {
    JsonObject json() {
      return new JsonObject(body);
    }
  }

  /** Of the API. */
  URI url(String path) {
    return URI.create("http://" + find(HTTP, 1) + ":" + httpPort() + path);
  }

  /** The admin key. */
  String key() {
    return key;
  }

  /** On a machine that is busy with other tests the database may be late: asked again, a while. */
  private Answer patiently(String method, String path, JsonObject body) {
    Answer answer = request(method, path, body);
    for (int i = 0; i < 10 && answer.status() == 503; i++) {
      pause(500);
      answer = request(method, path, body);
    }
    return answer;
  }

  Answer request(String method, String path, JsonObject body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url(path))
              // An application's keys are made by primes: on a machine that runs many tests that
              // takes
              // its time.
              .timeout(Duration.ofSeconds(60))
              .header("Authorization", "Bearer " + key)
              .method(
                  method,
                  body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
      if (body != null) {
        request.header("Content-Type", "application/json");
      }
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body(), answer.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new AssertionError("did not stop within 20 s");
    }
    return process.exitValue();
  }

  Path data() {
    return data;
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
    http.close();
  }
}
