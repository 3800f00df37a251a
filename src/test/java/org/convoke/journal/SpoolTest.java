package org.convoke.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  @TempDir private Path folder;

  @Test
  void whatIsAppendedComesOutInOrderAndIsGoneWhenAcknowledged() throws IOException {
    try (Spool spool = Spool.open(folder, 1 << 20, 64)) {
      spool.append(frames(0, 5));
      spool.append(frames(5, 12));
      assertThat(drain(spool, 3)).isEqualTo(texts(0, 12));
      assertThat(spool.isEmpty()).isTrue();
      assertThat(files()).isZero();
      spool.append(frames(12, 13));
      assertThat(drain(spool, 3)).isEqualTo(texts(12, 13));
    }
  }

  @Test
  void whatIsNotAcknowledgedComesAgain() throws IOException {
    try (Spool spool = Spool.open(folder, 1 << 20, 1 << 20)) {
      spool.append(frames(0, 4));
      assertThat(read(spool.peek(2))).isEqualTo(texts(0, 2));
      assertThat(read(spool.peek(2))).isEqualTo(texts(0, 2));
      spool.acknowledge(1);
      assertThat(read(spool.peek(9))).isEqualTo(texts(1, 4));
    }
  }

  @Test
  void aKilledProcessLosesOnlyTheRecordItWasWriting() throws IOException {
    // Not closed: as after kill -9. The next process opens the files as they lie there.
    Spool killed = Spool.open(folder, 1 << 20, 1 << 20);
    killed.append(frames(0, 10));
    Path file;
    try (Stream<Path> list = Files.list(folder)) {
      file = list.findFirst().orElseThrow();
    }
    byte[] torn = Frames.encode("never whole".getBytes(StandardCharsets.UTF_8));
    Files.write(file, java.util.Arrays.copyOf(torn, torn.length - 3), StandardOpenOption.APPEND);
    try (Spool next = Spool.open(folder, 1 << 20, 1 << 20)) {
      next.append(frames(10, 12));
      assertThat(drain(next, 100)).isEqualTo(texts(0, 12));
      assertThat(next.isEmpty()).isTrue();
    }
    killed.close();
  }

  @Test
  void aFullSpoolTakesWhatFitsAndSaysHowMuch() throws IOException {
    int one = frames(0, 1).getFirst().length;
    try (Spool spool = Spool.open(folder, one * 3L, 1 << 20)) {
      assertThat(spool.append(frames(0, 5))).isEqualTo(3);
      assertThat(spool.append(frames(5, 6))).isZero();
      assertThat(drain(spool, 10)).isEqualTo(texts(0, 3));
      assertThat(spool.append(frames(6, 7))).as("room again").isEqualTo(1);
    }
  }

  private long files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.count();
    }
  }

  private static List<String> drain(Spool spool, int step) throws IOException {
    List<String> all = new ArrayList<>();
    while (true) {
      List<byte[]> some = spool.peek(step);
      if (some.isEmpty()) {
        return all;
      }
      all.addAll(read(some));
      spool.acknowledge(some.size());
    }
  }

  private static List<String> read(List<byte[]> records) {
    return records.stream().map(r -> new String(r, StandardCharsets.UTF_8)).toList();
  }

  private static List<String> texts(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> String.format("record %03d", i)).toList();
  }

  private static List<byte[]> frames(int from, int to) {
    return texts(from, to).stream()
        .map(text -> Frames.encode(text.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }
}
