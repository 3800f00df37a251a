package org.convoke.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder with the embedded database, the keys and the journal's spool, held by one bridge at a
 * time. The lock is the operating system's on {@code lock}: it dies with its holder, whatever way
 * that ends, so there is no stale lock to clear away.
 */
public final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final Secrets secrets;

  private DataFolder(Path path, FileChannel channel, Secrets secrets) {
    this.path = path;
    this.channel = channel;
    this.secrets = secrets;
  }

  /**
   * Makes the folder where there is none, takes its lock and reads or makes its key. Throws {@link
   * StoreException}, when another bridge holds it too.
   */
  public static DataFolder open(Path path) {
    Path folder = path.toAbsolutePath().normalize();
    FileChannel channel = null;
    try {
      PrivateFiles.createFolder(folder);
      channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        throw new StoreException(
            "another Convoke" + holder(folder) + " uses the data folder " + folder);
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new DataFolder(folder, channel, Secrets.load(folder));
    } catch (IOException e) {
      closeQuietly(channel);
      throw new StoreException("cannot use the data folder " + folder + ": " + e, e);
    } catch (StoreException e) {
      closeQuietly(channel);
      throw e;
    }
  }

  public Path path() {
    return path;
  }

  public Secrets secrets() {
    return secrets;
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  private static String holder(Path folder) {
    try {
      String pid = Files.readString(folder.resolve("lock"), StandardCharsets.US_ASCII).strip();
      return pid.matches("[0-9]{1,10}") ? " (pid " + pid + ")" : "";
    } catch (IOException unreadable) {
      return "";
    }
  }

  private static void closeQuietly(FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException ignored) {
        // Nothing was written through it that anyone needs.
      }
    }
  }
}
