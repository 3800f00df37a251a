package org.convoke.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM's threads that work while all others are stopped. Sound waits for them: were they
 * ordinary ones, a collection of three milliseconds would take twenty on a machine that has
 * something else to do. Those that collect beside the others ({@code G1 Conc}) are not among them.
 */
final class PauseThreads {
  private static final Logger LOG = LoggerFactory.getLogger(PauseThreads.class);

  /** The collector makes its second thread when it first has work for it. */
  static final long LOOK_NS = 5_000_000_000L;

  private final Path tasks;
  private final Sockets realTimeBy;

  /**
   * @param tasks a folder for each thread, named by its number: {@code /proc/self/task}
   * @param realTimeBy asks the system for real time
   */
  PauseThreads(Path tasks, Sockets realTimeBy) {
    this.tasks = tasks;
    this.realTimeBy = realTimeBy;
  }

  /** Gives real time to those there are; none where the system has no such folder. */
  void hasten() {
    if (!Files.isDirectory(tasks)) {
      return;
    }
    try (Stream<Path> all = Files.list(tasks)) {
      List<Path> ours = all.filter(PauseThreads::stopsOthers).toList();
      ours.forEach(task -> realTimeBy.priority(number(task), RightOfWay.PRIORITY));
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("cannot look at the threads: {}", e.getMessage());
    }
  }

  private static boolean stopsOthers(Path task) {
    try {
      String name = Files.readString(task.resolve("comm")).strip();
      return number(task) > 0 && (name.equals("VM Thread") || name.startsWith("GC Thread#"));
    } catch (IOException gone) {
      return false;
    }
  }

  private static int number(Path task) {
    String name = task.getFileName().toString();
    return name.matches("[0-9]{1,9}") ? Integer.parseInt(name) : 0;
  }
}
