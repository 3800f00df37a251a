package org.convoke.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {
  @Test
  void recordsComeBackInOrder() {
    byte[] file = file(List.of("one", "two", "three"));
    Frames.Read read = Frames.read(ByteBuffer.wrap(file), 10);
    assertThat(texts(read)).containsExactly("one", "two", "three");
    assertThat(read.bytes()).isEqualTo(file.length);
    assertThat(read.verdict()).isEqualTo(Frames.Verdict.WHOLE);
  }

  @Test
  void readingStopsAtTheNumberAskedFor() {
    Frames.Read read = Frames.read(ByteBuffer.wrap(file(List.of("one", "two", "three"))), 2);
    assertThat(texts(read)).containsExactly("one", "two");
    assertThat(read.verdict()).isEqualTo(Frames.Verdict.ENOUGH);
  }

  @Test
  void aTornTailLosesOnlyItself() {
    byte[] file = file(List.of("one", "two"));
    for (int length = 11 + 1; length < file.length; length++) {
      Frames.Read read = Frames.read(ByteBuffer.wrap(file, 0, length), 10);
      assertThat(texts(read)).as("cut to %d bytes", length).containsExactly("one");
      assertThat(read.verdict()).isEqualTo(Frames.Verdict.TORN);
      assertThat(read.bytes()).isEqualTo(11);
    }
  }

  @Test
  void aFlippedBitIsSeen() {
    byte[] file = file(List.of("one", "two"));
    file[file.length - 1] ^= 1;
    Frames.Read read = Frames.read(ByteBuffer.wrap(file), 10);
    assertThat(texts(read)).containsExactly("one");
    assertThat(read.verdict()).isEqualTo(Frames.Verdict.DAMAGED);
  }

  @Test
  void anAbsurdLengthIsDamageAndNotAllocated() {
    byte[] file = ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).putInt(0).array();
    assertThat(Frames.read(ByteBuffer.wrap(file), 1).verdict()).isEqualTo(Frames.Verdict.DAMAGED);
    assertThatThrownBy(() -> Frames.encode(new byte[Frames.MAX_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whateverIsReadWasWritten() {
    long seed = 20_260_101L;
    Random random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      List<String> written = new ArrayList<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        written.add("record " + random.nextInt() + "x".repeat(random.nextInt(40)));
      }
      byte[] file = file(written);
      for (int i = random.nextInt(4); i > 0; i--) {
        file[random.nextInt(file.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(3) == 0 ? random.nextInt(file.length + 1) : file.length;
      Frames.Read read = Frames.read(ByteBuffer.wrap(file, 0, length), 100);
      List<String> texts = texts(read);
      assertThat(texts)
          .as("seed %d round %d", seed, round)
          .isEqualTo(written.subList(0, texts.size()));
      assertThat(read.bytes()).isLessThanOrEqualTo(length);
    }
  }

  private static List<String> texts(Frames.Read read) {
    return read.records().stream().map(r -> new String(r, StandardCharsets.UTF_8)).toList();
  }

  private static byte[] file(List<String> records) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    records.forEach(r -> file.writeBytes(Frames.encode(r.getBytes(StandardCharsets.UTF_8))));
    return file.toByteArray();
  }
}
