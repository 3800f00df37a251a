package org.convoke.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.convoke.audio.Clip;
import org.convoke.audio.ToneGenerator;
import org.convoke.clock.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipFilesTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path folder;
  private long nowMs = 1_800_000_000_000L;

  private final Clock clock =
      new Clock() {
        @Override
        public long nowNs() {
          return nowMs * 1_000_000;
        }

        @Override
        public Instant now() {
          return Instant.ofEpochMilli(nowMs);
        }
      };

  private static Clip clip(int millis) {
    return Clip.of(ToneGenerator.sine(500, millis, -20, 16_000), 16_000);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".wav")).toList();
    }
  }

  private void age(ClipFiles files, String name) throws IOException {
    nowMs += 60_000;
    assertThat(files.get(name)).isNotNull();
  }

  @Test
  void whatIsKeptIsThereAfterARestart() throws IOException {
    ClipFiles files = ClipFiles.open(folder, MIB, clock);
    String name = files.name("Your code is 4711", "en");
    assertThat(files.get(name)).isNull();
    files.put(name, clip(300));
    ClipFiles again = ClipFiles.open(folder, MIB, clock);
    assertThat(again.name("Your code is 4711", "en")).isEqualTo(name);
    assertThat(again.get(name).millis()).isEqualTo(300);
  }

  @Test
  void namesTellNothingAndAreNobodyElses() throws IOException {
    ClipFiles files = ClipFiles.open(folder, MIB, clock);
    ClipFiles others = ClipFiles.open(Files.createDirectory(folder.resolve("x")), MIB, clock);
    assertThat(files.name("a", "bc")).matches("[0-9a-f]{64}");
    assertThat(files.name("a", "bc")).isNotEqualTo(files.name("ab", "c"));
    assertThat(files.name("a", "bc")).isNotEqualTo(others.name("a", "bc"));
  }

  @Test
  void onlyTheOwnerCanReadThem() throws IOException {
    ClipFiles files = ClipFiles.open(folder, MIB, clock);
    files.put(files.name("a"), clip(100));
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void theLongestUnusedGoWhenThereIsNoRoom() throws IOException {
    ClipFiles files = ClipFiles.open(folder, MIB, clock);
    // 160 kB each: six have room.
    for (int i = 0; i < 6; i++) {
      files.put(files.name("" + i), clip(5000));
      age(files, files.name("" + i));
    }
    assertThat(files()).hasSize(6);
    age(files, files.name("0"));
    files.put(files.name("new"), clip(5000));
    assertThat(files.get(files.name("1"))).isNull();
    assertThat(files.get(files.name("0"))).isNotNull();
    assertThat(files.get(files.name("new"))).isNotNull();
    assertThat(files().stream().mapToLong(file -> file.toFile().length()).sum())
        .isLessThanOrEqualTo(MIB);
    files.put(files.name("huge"), clip(60_000));
    assertThat(files.get(files.name("huge"))).isNull();
  }

  @Test
  void whatIsBrokenOrLeftOverDoesNoHarm() throws IOException {
    ClipFiles files = ClipFiles.open(folder, MIB, clock);
    String name = files.name("a");
    Files.writeString(folder.resolve(name + ".wav"), "no sound");
    Files.writeString(folder.resolve("left.new"), "half");
    assertThat(files.get(name)).isNull();
    files.put(name, clip(100));
    assertThat(files.get(name).millis()).isEqualTo(100);
    ClipFiles again = ClipFiles.open(folder, MIB, clock);
    assertThat(folder.resolve("left.new")).doesNotExist();
    assertThat(again.get(name)).isNotNull();
  }
}
