package org.convoke.trial;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The wall clock of a process and its children, which can be set while they run: a few lines of C
 * (clock.c) stand between them and the machine's. Monotonic time and waiting are theirs as ever, as
 * when an operator sets a machine's clock. We did not take libfaketime: it has a lock around each
 * look at any clock, under which event loops stood still for seconds.
 */
final class FakeClock {
  private static final List<String> COMPILERS = List.of("cc", "gcc", "clang", "tcc");

  private final Path library;
  private final Path file;

  /**
   * A clock that is right.
   *
   * @param folder where it is made
   */
  FakeClock(Path folder) throws IOException, InterruptedException {
    file = folder.resolve("clock");
    set(0);
    Path source = folder.resolve("clock.c");
    try (InputStream in = FakeClock.class.getResourceAsStream("clock.c")) {
      Files.write(source, in.readAllBytes());
    }
    library = folder.resolve("clock.so");
    String compiler =
        compiler()
            .orElseThrow(() ->
                new IOException("a C compiler is needed: one of " + COMPILERS + " on the PATH"));
    Process process =
        new ProcessBuilder(
                compiler, "-shared", "-fPIC", "-nostdlib", "-o", "" + library, "" + source)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(compiler + " does not take clock.c:\n" + said);
    }
  }

  /** What can make it, if there is any. */
  static Optional<String> compiler() {
    String path = System.getenv().getOrDefault("PATH", "");
    return COMPILERS.stream()
        .filter(name ->
            List.of(path.split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))))
        .findFirst();
  }

  /** What starts a process by this clock; its command follows. */
  String[] program() {
    return new String[] {"env", "LD_PRELOAD=" + library, "FAKE_CLOCK=" + file};
  }

  /** Sets it so far ahead of the machine's, in seconds; negative: behind. At once, for all. */
  void set(long aheadSeconds) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
      channel.write(buffer.putLong(0, aheadSeconds), 0);
    }
  }
}
