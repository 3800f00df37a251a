package org.convoke.speech;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a program to its end within a time and an output limit, without a shell and without our
 * environment. It blocks.
 */
final class ProcessRunner {
  /** More than ten minutes of 22 kHz. */
  static final int MAX_OUTPUT = 32 << 20;

  private static final int EXIT_SECONDS = 2;

  private final Path folder;

  /**
   * @param folder where programs run
   */
  ProcessRunner(Path folder) {
    this.folder = folder;
  }

  /**
   * Runs it and returns what it wrote.
   *
   * @param input on its stdin, UTF-8
   * @throws IOException saying why: not there, too slow, too much, its exit code
   */
  byte[] run(List<String> command, String input, int seconds) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    String path = environment.get("PATH");
    environment.clear();
    environment.put("PATH", path == null ? "/usr/local/bin:/usr/bin:/bin" : path);
    environment.put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    AtomicBoolean tooSlow = new AtomicBoolean();
    try {
      process
          .onExit()
          .orTimeout(seconds, TimeUnit.SECONDS)
          .whenComplete((ended, late) -> {
            if (late != null) {
              tooSlow.set(true);
              kill(process);
            }
          });
      write(process, input);
      byte[] output;
      try (InputStream out = process.getInputStream()) {
        output = out.readNBytes(MAX_OUTPUT + 1);
      }
      if (output.length > MAX_OUTPUT) {
        throw new IOException("it wrote more than " + (MAX_OUTPUT >> 20) + " MiB");
      }
      int code = exitCode(process, seconds);
      if (tooSlow.get()) {
        throw new IOException("it took longer than " + seconds + " s");
      }
      if (code != 0) {
        throw new IOException("it ended with exit code " + code);
      }
      return output;
    } finally {
      kill(process);
    }
  }

  /** A program that ended without reading is judged by its exit code, not by its pipe. */
  private static void write(Process process, String input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException unread) {
      // Nothing: see above.
    }
  }

  /** Whoever closes its output but lives on is waited for, until its time is over. */
  private static int exitCode(Process process, int seconds) throws IOException {
    try {
      if (!process.waitFor(seconds + EXIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("it did not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", e);
    }
  }

  /** First itself, or it would go on with what it does when its helpers are gone. */
  private static void kill(Process process) {
    List<ProcessHandle> began = process.descendants().toList();
    process.destroyForcibly();
    began.forEach(ProcessHandle::destroyForcibly);
  }
}
