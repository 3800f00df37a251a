package org.convoke.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the process's threads go before others, by their names as the system has them (15
 * characters).
 *
 * <ul>
 *   <li>Those of the JVM that work while all others are stopped have real time as the loops have:
 *       sound waits for them, and a collection of three milliseconds would take twenty on a machine
 *       that has something else to do.
 *   <li>Who calls waits for the event loops and the SIP stack; they go before ordinary programs.
 *       Whoever they make, such as the workers that run a speech engine, has that from them and
 *       becomes ordinary again.
 *   <li>Nobody waits for the compilers, code only runs slower until they are done, nor for what
 *       marks the heap ({@code G1 Conc}). While hundreds call a bridge that has just started they
 *       would take a core for themselves.
 * </ul>
 *
 * One thread looks.
 */
final class ThreadOrder {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadOrder.class);

  /** Threads come when there is first work for them: the collector's second, those of SIP. */
  static final long LOOK_NS = 1_000_000_000L;

  /** A thread has its maker's name until it first runs, and is looked at once more. */
  private static final int LOOKS = 2;

  /** Of signalling against an ordinary thread: three times the share. */
  static final int SIGNALLING_NICENESS = -5;

  /** A third of it. */
  static final int LATER_NICENESS = 5;

  /** Field of {@code /proc/PID/stat} after the name: proc(5). */
  private static final int NICENESS_FIELD = 16;

  private static final Pattern STOPS_OTHERS = Pattern.compile("VM Thread|GC Thread#.*");
  private static final Pattern SIGNALLING =
      Pattern.compile(
          "vert\\.x-(eventloo|acceptor).*|sip-.*|pool-jain_sip.*|MessageProcesso.*|.*-UDPMe.*"
              + "|T(CP|LS)MessageChan.*|PipelineThread.*|EventScanner.*|BlockingQueueD.*");
  private static final Pattern LATER = Pattern.compile("C[12] Compiler.*|G1 Conc#.*");

  private final Path tasks;
  private final Sockets system;
  private final int ordinary;
  private final Map<Integer, Integer> looks = new HashMap<>();

  /**
   * @param tasks a folder for each thread, named by its number: {@code /proc/self/task}
   * @param system is asked to let threads go first
   * @param ordinary the niceness that the process was started with
   */
  ThreadOrder(Path tasks, Sockets system, int ordinary) {
    this.tasks = tasks;
    this.system = system;
    this.ordinary = ordinary;
  }

  /** The niceness of the thread or process that {@code stat} tells of; 0 where it tells nothing. */
  static int niceness(Path stat) {
    try {
      String line = Files.readString(stat);
      return Integer.parseInt(line.substring(line.lastIndexOf(')') + 2).split(" ")[NICENESS_FIELD]);
    } catch (IOException | RuntimeException unknown) {
      return 0;
    }
  }

  /** Looks at those that came since; there are none where the system has no such folder. */
  void look() {
    if (!Files.isDirectory(tasks)) {
      return;
    }
    try (Stream<Path> all = Files.list(tasks)) {
      List<Integer> now = all.map(ThreadOrder::number).filter(thread -> thread > 0).toList();
      looks.keySet().retainAll(now);
      now.stream()
          .filter(thread -> looks.merge(thread, 1, Integer::sum) <= LOOKS)
          .forEach(this::order);
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("cannot look at the threads: {}", e.getMessage());
    }
  }

  private void order(int thread) {
    String name;
    try {
      name = Files.readString(tasks.resolve(thread + "/comm")).strip();
    } catch (IOException gone) {
      return;
    }
    if (STOPS_OTHERS.matcher(name).matches()) {
      system.priority(thread, RightOfWay.PRIORITY);
    } else if (SIGNALLING.matcher(name).matches()) {
      system.niceness(thread, ordinary + SIGNALLING_NICENESS);
    } else if (LATER.matcher(name).matches()) {
      system.niceness(thread, ordinary + LATER_NICENESS);
    } else {
      system.niceness(thread, ordinary);
    }
  }

  private static int number(Path task) {
    String name = task.getFileName().toString();
    return name.matches("[0-9]{1,9}") ? Integer.parseInt(name) : 0;
  }
}
