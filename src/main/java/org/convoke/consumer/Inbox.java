package org.convoke.consumer;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The events that were taken, one JSON document a line, on disk before the next is answered. What a
 * kill left of a last line is cut off: its event was not answered, so it comes again.
 */
final class Inbox implements AutoCloseable {
  private final FileChannel file;

  private Inbox(FileChannel file) {
    this.file = file;
  }

  /** Opens {@code path}, or makes it, and tells {@code story} what it holds. */
  static Inbox open(Path path, Story story) throws IOException {
    byte[] before = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
    int end = 0;
    for (int i = 0; i < before.length; i++) {
      if (before[i] == '\n') {
        read(new String(before, end, i - end, StandardCharsets.UTF_8), story, path);
        end = i + 1;
      }
    }
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    file.truncate(end).position(end);
    return new Inbox(file);
  }

  private static void read(String line, Story story, Path path) throws IOException {
    try {
      JsonObject event = new JsonObject(line);
      story.take(event.getString("event_id"), event);
    } catch (DecodeException | ClassCastException e) {
      throw new IOException(path + " is no inbox: " + e.getMessage(), e);
    }
  }

  /** Written when this returns, and on disk after {@link #sync}. */
  void add(JsonObject event) throws IOException {
    ByteBuffer line = ByteBuffer.wrap((event.encode() + "\n").getBytes(StandardCharsets.UTF_8));
    while (line.hasRemaining()) {
      file.write(line);
    }
  }

  /**
   * Everything that was added is on disk when this returns; several may wait for the disk at once.
   */
  void sync() throws IOException {
    file.force(false);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
