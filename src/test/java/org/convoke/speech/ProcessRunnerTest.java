package org.convoke.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRunnerTest {
  @TempDir private Path folder;
  private ProcessRunner runner;

  @BeforeEach
  void aRunner() {
    runner = new ProcessRunner(folder);
  }

  private String run(int seconds, String input, String... command) throws IOException {
    return new String(runner.run(List.of(command), input, seconds), StandardCharsets.UTF_8);
  }

  @Test
  void whatItReadsAndWritesIsText() throws IOException {
    assertThat(run(30, "Grüße; $(id) `x` \"'\n", "/bin/cat")).isEqualTo("Grüße; $(id) `x` \"'\n");
    assertThat(run(30, "", "/bin/echo", "$HOME; ls", "*")).isEqualTo("$HOME; ls *\n");
  }

  @Test
  void itSeesNothingOfOurEnvironmentAndRunsInItsFolder() throws IOException {
    assertThat(run(30, "", "/usr/bin/env").lines())
        .allMatch(line -> line.startsWith("PATH=") || line.startsWith("LC_ALL="));
    assertThat(run(30, "", "/bin/pwd")).isEqualTo(folder.toRealPath() + "\n");
  }

  @Test
  void oneThatIsTooSlowIsEndedWithAllThatItBegan() {
    assertThatThrownBy(() -> run(1, "", "/bin/sh", "-c", "sleep 300; echo never"))
        .isInstanceOf(IOException.class)
        .hasMessage("it took longer than 1 s");
  }

  @Test
  void oneThatWritesWithoutEndIsEnded() {
    assertThatThrownBy(() -> run(60, "", "/bin/cat", "/dev/zero"))
        .isInstanceOf(IOException.class)
        .hasMessage("it wrote more than 32 MiB");
  }

  @Test
  void oneThatFailsSaysSo() {
    assertThatThrownBy(() -> run(30, "x".repeat(60_000), "/bin/sh", "-c", "exit 3"))
        .hasMessage("it ended with exit code 3");
    assertThatThrownBy(() -> run(30, "", folder.resolve("none").toString()))
        .isInstanceOf(IOException.class);
  }
}
