package org.convoke.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.convoke.phone.TestPhone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Which threads of a running bridge go before others. The bridge knows those of the JVM, Vert.x and
 * JAIN-SIP by their names: whoever renames them is noticed here.
 */
@Execution(ExecutionMode.CONCURRENT)
class ThreadsIT {
  private static final long CAP_SYS_NICE = 1L << 23;

  @TempDir private Path folder;

  /** Fields of {@code /proc/PID/stat}, as proc(5) has them. */
  private record Task(String name, int nice, int realTime) {}

  @Test
  void soundGoesFirstThenSignallingAndWhatNobodyWaitsForLast() throws IOException {
    assumeTrue(mayOrder(), "needs the right to order threads");
    try (Bridge bridge = Bridge.start(folder.resolve("data"));
        TestPhone phone = TestPhone.dial(bridge.sipUri("1000"), "one", 440)) {
      Bridge.await("the answer", phone::isUp);
      // The first thread of a process is never told otherwise.
      String first = Long.toString(bridge.process().pid());
      int ordinary = task(Path.of("/proc", first, "task", first)).nice();
      int before = ordinary - 5;
      int later = Math.min(19, ordinary + 5);
      for (String name : List.of("media-0", "VM Thread", "GC Thread#0")) {
        all(bridge, name, "real time", task -> task.realTime() > 0);
      }
      for (String name :
          List.of(
              "vert.x-eventloo",
              "sip-",
              "pool-jain_sip",
              "MessageProcesso",
              "-UDPMe",
              "EventScannerThr")) {
        all(bridge, name, "first", task -> task.nice() == before && task.realTime() == 0);
      }
      for (String name : List.of("C1 Compiler", "G1 Conc#0")) {
        all(bridge, name, "later", task -> task.nice() == later);
      }
      for (String name : List.of("vert.x-worker", "journal-spool", "liveness")) {
        all(bridge, name, "ordinary", task -> task.nice() == ordinary && task.realTime() == 0);
      }
    }
  }

  /** There is such a thread, and all of them become so, the last ones a second after they came. */
  private static void all(Bridge bridge, String name, String what, Predicate<Task> holds) {
    Bridge.await(
        name + ": " + what,
        () -> {
          List<Task> named =
              tasks(bridge).stream().filter(task -> task.name().contains(name)).toList();
          return !named.isEmpty() && named.stream().allMatch(holds);
        });
  }

  private static List<Task> tasks(Bridge bridge) {
    List<Task> tasks = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/" + bridge.process().pid() + "/task"))) {
      for (Path task : all.toList()) {
        try {
          tasks.add(task(task));
        } catch (IOException gone) {
          // It ended meanwhile.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tasks;
  }

  private static Task task(Path folder) throws IOException {
    String stat = Files.readString(folder.resolve("stat"));
    int end = stat.lastIndexOf(')');
    String[] fields = stat.substring(end + 2).split(" ");
    String name = stat.substring(stat.indexOf('(') + 1, end);
    return new Task(name, Integer.parseInt(fields[16]), Integer.parseInt(fields[37]));
  }

  private static boolean mayOrder() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("CapEff:"))
        .anyMatch(
            line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & CAP_SYS_NICE) != 0);
  }
}
