package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseThreadsTest {
  @TempDir private Path tasks;
  private final List<Integer> hastened = new ArrayList<>();
  private final Sockets system =
      new SystemOfThreads(0, (thread, priority) -> priority > 0 && hastened.add(thread) ? 1 : 0);

  @Test
  void onlyThoseThatStopTheOthersRunInRealTime() throws IOException {
    task("17", "VM Thread\n");
    task("18", "GC Thread#0\n");
    task("19", "GC Thread#1\n");
    task("20", "G1 Conc#0\n");
    task("21", "C2 CompilerThre\n");
    task("none", "GC Thread#2\n");
    Files.createDirectory(tasks.resolve("22"));
    new PauseThreads(tasks, system).hasten();
    assertThat(hastened).containsExactlyInAnyOrder(17, 18, 19);
  }

  @Test
  void aSystemWithoutSuchAFolderHasNone() {
    new PauseThreads(tasks.resolve("away"), system).hasten();
    assertThat(hastened).isEmpty();
  }

  private void task(String number, String name) throws IOException {
    Path folder = Files.createDirectory(tasks.resolve(number));
    Files.writeString(folder.resolve("comm"), name);
  }
}
