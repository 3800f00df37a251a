package org.convoke.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One call of a sipp scenario of the test resources against the bridge; its exit code says whether
 * it went as written. In a scenario {@code @name@} stands for a value, and {@code @+file@} for
 * another file of the folder.
 */
final class Sipp implements AutoCloseable {
  private static final Path SCENARIOS = Path.of("src/test/resources/sipp");
  private static final Pattern VALUE = Pattern.compile("@(\\+?[a-z0-9_-]+(?:\\.xml)?)@");

  /** PCMU and telephone-event. */
  static final String WITH_EVENTS = "0 96\na=rtpmap:96 telephone-event/8000\na=fmtp:96 0-15";

  private final Path folder;
  private final Process process;

  private Sipp(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts a call.
   *
   * @param folder its own; the caller's name is the folder's
   * @param values of the scenario; {@code formats}, what follows RTP/AVP, is PCMU with
   *     telephone-event, {@code address}, where it calls from, is 127.0.0.1, {@code user}, whom it
   *     calls, is 1000, and {@code transport} is u1 for UDP, where not given; t1 is TCP
   */
  static Sipp begin(Path folder, String scenario, Bridge bridge, Map<String, String> values) {
    try {
      Files.createDirectories(folder);
      Map<String, String> all = new HashMap<>(Map.of("formats", WITH_EVENTS));
      all.put("caller", folder.getFileName().toString());
      all.put("address", "127.0.0.1");
      all.put("user", "1000");
      all.put("transport", "u1");
      all.putAll(values);
      Path file = Files.writeString(folder.resolve(scenario), rendered(scenario, all));
      String media = String.valueOf(Baresip.freePort());
      List<String> command = new ArrayList<>();
      command.addAll(List.of("sipp", "-sf", file.toString(), "-s", all.get("user"), "-m", "1"));
      command.addAll(List.of("-t", all.get("transport")));
      command.addAll(List.of("-i", all.get("address"), "-p", "" + Baresip.freePort()));
      command.addAll(List.of("-mi", all.get("address"), "-mp", media));
      command.addAll(List.of("-nostdin", "-timeout", "90", "-timeout_error"));
      command.addAll(List.of("-trace_err", "-error_file", "errors"));
      command.addAll(List.of("-trace_msg", "-message_file", "messages"));
      command.add("127.0.0.1:" + bridge.sipPort());
      return new Sipp(
          folder,
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("screen").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rendered(String scenario, Map<String, String> values) throws IOException {
    String text = Files.readString(SCENARIOS.resolve(scenario));
    Matcher matcher = VALUE.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String value = name.startsWith("+") ? rendered(name.substring(1), values) : values.get(name);
      if (value == null) {
        throw new AssertionError(scenario + " wants a value for " + name);
      }
      matcher.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(out).toString();
  }

  /** The user part of its address. */
  String name() {
    return folder.getFileName().toString();
  }

  /** Waits for its end; an error unless all went as written. */
  void succeeds() {
    try {
      if (!process.waitFor(100, TimeUnit.SECONDS)) {
        throw new AssertionError(name() + " did not end");
      }
      if (process.exitValue() != 0) {
        String story = read("errors") + read("messages");
        throw new AssertionError(
            name() + " went otherwise: " + story.substring(0, Math.min(10_000, story.length())));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many messages it received that begin so. */
  int received(String beginning) {
    return read("messages")
            .split("received \\[\\d+] bytes :\\s+" + Pattern.quote(beginning), -1)
            .length
        - 1;
  }

  private String read(String file) {
    try {
      return Files.exists(folder.resolve(file)) ? Files.readString(folder.resolve(file)) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
