package org.convoke.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bridge that was killed leaves its PostgreSQL running. The next start ends it and starts its
 * own: that takes a fraction of a second, and the server then runs with this release's settings.
 * Only a process that is really a postgres of these files is touched; the data folder's lock has
 * made sure that no living bridge uses it.
 */
final class Orphans {
  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
  static final String PID_FILE = "postmaster.pid";

  private Orphans() {}

  static void end(Path files) throws IOException {
    Path pidFile = files.resolve(PID_FILE);
    if (!Files.exists(pidFile)) {
      return;
    }
    Optional<ProcessHandle> process = process(pidFile);
    if (process.isEmpty()) {
      return; // PostgreSQL itself sees that nobody runs, and recovers.
    }
    long pid = process.get().pid();
    if (!isPostgresOf(process.get(), files)) {
      // Its number now belongs to somebody else, which PostgreSQL cannot tell from a living server.
      LOG.info("{} names process {}, which is no PostgreSQL of ours: removed", pidFile, pid);
      Files.delete(pidFile);
      return;
    }
    LOG.info("A PostgreSQL of a bridge that was killed still runs (pid {}): ending it", pid);
    List<ProcessHandle> children = process.get().children().toList();
    if (!signal(process.get(), "INT", 5) && !signal(process.get(), "QUIT", 3)) {
      process.get().destroyForcibly();
      if (!ends(process.get(), 3)) {
        throw new StoreException("the orphaned PostgreSQL (pid " + pid + ") cannot be ended");
      }
      // Whoever is frozen does not see it, and holds the shared memory that the next one needs.
      for (ProcessHandle child : children) {
        child.destroyForcibly();
        ends(child, 3);
      }
    }
  }

  /** The process that the file names, when it lives. */
  static Optional<ProcessHandle> process(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    String first =
        Files.readString(pidFile, StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
    try {
      return ProcessHandle.of(Math.abs(Long.parseLong(first.strip())))
          .filter(ProcessHandle::isAlive);
    } catch (NumberFormatException torn) {
      return Optional.empty();
    }
  }

  /** A postmaster works in the folder of its files; where that cannot be seen its command tells. */
  private static boolean isPostgresOf(ProcessHandle process, Path files) {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    try {
      if (Files.isDirectory(proc)) {
        String command =
            Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                .split("\0", 2)[0];
        return command.endsWith("postgres")
            && Files.isSameFile(Files.readSymbolicLink(proc.resolve("cwd")), files);
      }
      return process.info().command().map(command -> command.endsWith("postgres")).orElse(false);
    } catch (IOException gone) {
      return false;
    }
  }

  /** INT ends a postmaster fast, QUIT at once; Java itself can only send TERM and KILL. */
  private static boolean signal(ProcessHandle process, String name, int seconds)
      throws IOException {
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    return ends(process, seconds);
  }

  private static boolean ends(ProcessHandle process, int seconds) {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException still) {
      return false;
    } catch (ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while an orphaned PostgreSQL was ended", e);
    }
  }
}
