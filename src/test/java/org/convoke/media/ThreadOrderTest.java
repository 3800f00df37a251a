package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadOrderTest {
  @TempDir private Path tasks;
  private final List<Integer> inRealTime = new ArrayList<>();
  private final Map<Integer, Integer> niceness = new TreeMap<>();
  private final Sockets system =
      new SystemOfThreads(
          0,
          (thread, priority) -> priority > 0 && inRealTime.add(thread) ? 1 : 0,
          (thread, nice) -> niceness.put(thread, nice) == null ? 1 : 0);

  @Test
  void onlyThoseThatStopTheOthersRunInRealTime() throws IOException {
    task("17", "VM Thread\n");
    task("18", "GC Thread#0\n");
    task("19", "GC Thread#1\n");
    task("20", "G1 Service\n");
    task("none", "GC Thread#2\n");
    Files.createDirectory(tasks.resolve("22"));
    new ThreadOrder(tasks, system, 0).look();
    assertThat(inRealTime).containsExactlyInAnyOrder(17, 18, 19);
    assertThat(niceness).containsOnly(Map.entry(20, 0));
  }

  @Test
  void signallingGoesBeforeOrdinaryThreadsAndWhatNobodyWaitsForAfterThem() throws IOException {
    task("30", "vert.x-eventloo\n");
    task("31", "sip-1\n");
    task("32", "pool-jain_sip_t\n");
    task("33", "MessageProcesso\n");
    task("34", "convoke-2-UDPMe\n");
    task("35", "vert.x-worker-t\n");
    task("36", "sip-lane-2\n");
    task("37", "EventScannerThr\n");
    task("38", "TCPMessageChann\n");
    task("39", "PipelineThread-\n");
    task("40", "C1 CompilerThre\n");
    task("41", "C2 CompilerThre\n");
    task("42", "G1 Conc#0\n");
    new ThreadOrder(tasks, system, 0).look();
    assertThat(niceness)
        .isEqualTo(
            Map.ofEntries(
                Map.entry(30, -5),
                Map.entry(31, -5),
                Map.entry(32, -5),
                Map.entry(33, -5),
                Map.entry(34, -5),
                Map.entry(35, 0),
                Map.entry(36, -5),
                Map.entry(37, -5),
                Map.entry(38, -5),
                Map.entry(39, -5),
                Map.entry(40, 5),
                Map.entry(41, 5),
                Map.entry(42, 5)));
    assertThat(inRealTime).isEmpty();
  }

  @Test
  void aThreadThatHadItsMakersNameIsFoundByItsOwn() throws IOException {
    ThreadOrder order = new ThreadOrder(tasks, system, 0);
    task("18", "java\n");
    order.look();
    Files.writeString(tasks.resolve("18/comm"), "GC Thread#1\n");
    order.look();
    assertThat(inRealTime).containsExactly(18);
  }

  @Test
  void eachIsLookedAtTwiceAndANewOneOfTheSameNumberAgain() throws IOException {
    ThreadOrder order = new ThreadOrder(tasks, system, 0);
    task("18", "GC Thread#0\n");
    order.look();
    order.look();
    order.look();
    assertThat(inRealTime).containsExactly(18, 18);
    Files.delete(tasks.resolve("18/comm"));
    Files.delete(tasks.resolve("18"));
    order.look();
    task("18", "GC Thread#1\n");
    order.look();
    assertThat(inRealTime).containsExactly(18, 18, 18);
  }

  @Test
  void allOfItIsCountedFromTheNicenessOfTheStart() throws IOException {
    Path stat = Files.writeString(tasks.resolve("stat"), "7 (a) b) S" + " 1".repeat(15) + " 10 1");
    assertThat(ThreadOrder.niceness(stat)).isEqualTo(10);
    assertThat(ThreadOrder.niceness(tasks.resolve("none"))).isZero();
    task("31", "sip-1\n");
    task("35", "vert.x-worker-t\n");
    task("41", "C2 CompilerThre\n");
    new ThreadOrder(tasks, system, 10).look();
    assertThat(niceness).isEqualTo(Map.of(31, 5, 35, 10, 41, 15));
  }

  @Test
  void aSystemWithoutSuchAFolderHasNone() {
    new ThreadOrder(tasks.resolve("away"), system, 0).look();
    assertThat(inRealTime).isEmpty();
  }

  private void task(String number, String name) throws IOException {
    Path folder = Files.createDirectory(tasks.resolve(number));
    Files.writeString(folder.resolve("comm"), name);
  }
}
