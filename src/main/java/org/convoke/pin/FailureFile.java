package org.convoke.pin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Wrong PINs that the database does not know of yet, synced to disk before they are answered: a
 * bridge that is killed while the database is away forgets none. A line each: milliseconds since
 * 1970, then the keys, between tabs. What is written twice counts twice.
 */
final class FailureFile {
  private static final String NAME = "wrong-pins";
  private static final long MAX_BYTES = 8L << 20;

  private final Path path;
  private final WorkerExecutor disk;

  /** Of the worker. */
  private FileChannel channel;

  /**
   * @param folder the data folder
   */
  FailureFile(Vertx vertx, Path folder) {
    path = folder.resolve(NAME);
    // One thread: appending and clearing keep their order.
    disk = vertx.createSharedWorkerExecutor("wrong-pins", 1, 1, TimeUnit.MINUTES);
  }

  /** What an earlier run left. To be called first. */
  Future<List<FailureLedger.Failure>> open() {
    return disk.executeBlocking(() -> {
      List<FailureLedger.Failure> left =
          Files.exists(path) ? parse(Files.readString(path, StandardCharsets.UTF_8)) : List.of();
      channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      return left;
    });
  }

  /** Done when it is on disk; fails when it is not. */
  Future<Void> append(FailureLedger.Failure failure) {
    byte[] line = line(failure).getBytes(StandardCharsets.UTF_8);
    return disk.executeBlocking(() -> {
      if (channel.size() + line.length > MAX_BYTES) {
        throw new IOException(path + " is full");
      }
      ByteBuffer buffer = ByteBuffer.wrap(line);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(false);
      return null;
    });
  }

  /** All of it is in the database. */
  Future<Void> clear() {
    return disk.executeBlocking(() -> {
      if (channel.size() > 0) {
        channel.truncate(0);
      }
      return null;
    });
  }

  Future<?> close() {
    return disk.executeBlocking(
            () -> {
              if (channel != null) {
                channel.close();
              }
              return null;
            })
        .eventually(disk::close);
  }

  static String line(FailureLedger.Failure failure) {
    StringBuilder line = new StringBuilder().append(failure.at().toEpochMilli());
    // A caller's number is his to choose.
    failure.keys().forEach(key -> line.append('\t').append(key.replaceAll("[\\t\\r\\n]", " ")));
    return line.append('\n').toString();
  }

  /** Whole lines; what a crash cut off says nothing. */
  static List<FailureLedger.Failure> parse(String text) {
    List<FailureLedger.Failure> failures = new ArrayList<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
      String[] fields = line.split("\t");
      if (fields.length > 1 && fields[0].matches("[0-9]{1,15}")) {
        Instant at = Instant.ofEpochMilli(Long.parseLong(fields[0]));
        failures.add(new FailureLedger.Failure(List.of(fields).subList(1, fields.length), at));
      }
    }
    return failures;
  }
}
