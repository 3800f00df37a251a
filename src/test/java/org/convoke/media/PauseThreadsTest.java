package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseThreadsTest {
  @TempDir private Path tasks;
  private final List<Integer> hastened = new ArrayList<>();

  @Test
  void onlyThoseThatStopTheOthersRunInRealTime() throws IOException {
    task("17", "VM Thread\n");
    task("18", "GC Thread#0\n");
    task("19", "GC Thread#1\n");
    task("20", "G1 Conc#0\n");
    task("21", "C2 CompilerThre\n");
    task("none", "GC Thread#2\n");
    Files.createDirectory(tasks.resolve("22"));
    new PauseThreads(tasks, new Recorded()).hasten();
    assertThat(hastened).containsExactlyInAnyOrder(17, 18, 19);
  }

  @Test
  void aSystemWithoutSuchAFolderHasNone() {
    new PauseThreads(tasks.resolve("away"), new Recorded()).hasten();
    assertThat(hastened).isEmpty();
  }

  private void task(String number, String name) throws IOException {
    Path folder = Files.createDirectory(tasks.resolve(number));
    Files.writeString(folder.resolve("comm"), name);
  }

  private final class Recorded implements Sockets {
    @Override
    public String name() {
      return "recorded";
    }

    @Override
    public PacketSocket open(InetAddress address, int port) throws IOException {
      throw new IOException("none here");
    }

    @Override
    public PacketSocket openShared(InetAddress address, int port) throws IOException {
      throw new IOException("none here");
    }

    @Override
    public SocketPoller newPoller() throws IOException {
      throw new IOException("none here");
    }

    @Override
    public boolean priority(int thread, int priority) {
      return priority > 0 && hastened.add(thread);
    }
  }
}
