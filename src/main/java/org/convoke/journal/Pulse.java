package org.convoke.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * When this bridge was last alive, in a file: so that calls that a crash ended did not last until
 * the next start. Not synced: what kills a process leaves what it wrote, and after a power failure
 * half a minute does no harm. Blocks: it belongs to the spool's worker thread.
 */
final class Pulse implements AutoCloseable {
  static final long EVERY_MS = 1_000;
  private static final String NAME = "alive";

  private final FileChannel file;

  private Pulse(FileChannel file) {
    this.file = file;
  }

  /** Until when the last run lived, at most; empty when that is not known. */
  static Optional<Instant> last(Path folder) {
    try {
      long ms = Long.parseLong(Files.readString(folder.resolve(NAME)).strip());
      return Optional.of(Instant.ofEpochMilli(ms).plusMillis(EVERY_MS));
    } catch (IOException | RuntimeException unknown) {
      return Optional.empty();
    }
  }

  static Pulse open(Path folder) throws IOException {
    return new Pulse(
        FileChannel.open(
            folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
  }

  /** In place, always of one length: there is no moment without a whole one. */
  void beat(Instant now) throws IOException {
    String text = String.format(Locale.ROOT, "%019d%n", now.toEpochMilli());
    file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
