package org.convoke.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a sipp scenario of the test resources against the bridge; its exit code says whether it went
 * as written.
 */
final class Sipp {
  private Sipp() {}

  /**
   * What a scenario came to: exit code 0 when every call went as written, and what sipp wrote of
   * its errors.
   */
  record Outcome(int exit, String messages) {}

  /**
   * @param scenario a file of the test resources under sipp/
   * @param options further options of sipp, such as -key pin 1234
   */
  static Outcome run(Path folder, String scenario, int sipPort, String user, String... options) {
    return await(begin(folder, scenario, sipPort, user, options), folder, scenario);
  }

  /** Starts a scenario and leaves it running. */
  static Process begin(Path folder, String scenario, int sipPort, String user, String... options) {
    try {
      Files.createDirectories(folder);
      List<String> command = new ArrayList<>();
      command.addAll(
          List.of(
              "sipp",
              "-sf",
              Path.of("src/test/resources/sipp", scenario).toAbsolutePath().toString()));
      command.addAll(
          List.of(
              "-s", user, "-m", "1", "-i", "127.0.0.1", "-p", String.valueOf(Baresip.freePort())));
      command.addAll(List.of("-mi", "127.0.0.1", "-nostdin", "-timeout", "60", "-timeout_error"));
      command.addAll(
          List.of("-trace_err", "-error_file", folder.resolve(scenario + ".err").toString()));
      command.addAll(
          List.of("-trace_msg", "-message_file", folder.resolve(scenario + ".msg").toString()));
      command.addAll(List.of(options));
      command.add("127.0.0.1:" + sipPort);
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve(scenario + ".out").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Outcome await(Process process, Path folder, String scenario) {
    try {
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(scenario + " did not end");
      }
      return new Outcome(
          process.exitValue(), read(folder, scenario + ".err") + read(folder, scenario + ".msg"));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path folder, String file) {
    try {
      return Files.exists(folder.resolve(file)) ? Files.readString(folder.resolve(file)) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
