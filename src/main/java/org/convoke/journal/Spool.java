package org.convoke.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that wait on disk, first in, first out: segment files of {@link Frames}, each synced
 * after every append. What was read and acknowledged is forgotten when its segment is used up;
 * after a restart a segment begins anew, so its first records may come twice. Blocks: it belongs to
 * one worker thread.
 */
final class Spool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final Pattern NAME = Pattern.compile("[0-9]{16}\\.spool");
  private static final int READ_BYTES = 4 << 20;

  private final Path folder;
  private final long maxBytes;
  private final long segmentBytes;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private FileChannel writer;
  private long nextNumber;
  private final AtomicLong bytes = new AtomicLong();

  /** The oldest segment's records up to here are acknowledged. */
  private long readTo;

  /** Bytes after {@code readTo} that the last {@link #peek} returned, per record. */
  private final List<Integer> peeked = new ArrayList<>();

  /** {@code bytes} written and whole. */
  private static final class Segment {
    private final Path path;
    private long bytes;

    private Segment(Path path, long bytes) {
      this.path = path;
      this.bytes = bytes;
    }
  }

  private Spool(Path folder, long maxBytes, long segmentBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.segmentBytes = segmentBytes;
  }

  /** The folder's spool, with what an earlier process left in it. */
  static Spool open(Path folder, long maxBytes, long segmentBytes) throws IOException {
    Files.createDirectories(folder);
    Spool spool = new Spool(folder, maxBytes, segmentBytes);
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files =
          list.filter(path -> NAME.matcher(path.getFileName().toString()).matches())
              .sorted(Comparator.comparing(path -> path.getFileName().toString()))
              .toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      spool.nextNumber = Long.parseLong(name.substring(0, 16)) + 1;
      long size = Files.size(file);
      if (size == 0) {
        Files.delete(file);
      } else {
        spool.segments.add(new Segment(file, size));
        spool.bytes.addAndGet(size);
      }
    }
    return spool;
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  /** On disk; any thread. */
  long bytes() {
    return bytes.get();
  }

  /** The most of it. */
  long maxBytes() {
    return maxBytes;
  }

  /**
   * Appends whole records and syncs them; returns how many, fewer when the spool is full. After an
   * IOException none counts as appended, though some may be read later.
   */
  int append(List<byte[]> frames) throws IOException {
    int taken = 0;
    long length = 0;
    while (taken < frames.size() && bytes.get() + length + frames.get(taken).length <= maxBytes) {
      length += frames.get(taken++).length;
    }
    if (taken == 0) {
      return 0;
    }
    if (writer == null || segments.isEmpty() || segments.getLast().bytes >= segmentBytes) {
      begin();
    }
    Segment segment = segments.getLast();
    try {
      ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(length));
      frames.subList(0, taken).forEach(buffer::put);
      buffer.flip();
      while (buffer.hasRemaining()) {
        writer.write(buffer);
      }
      writer.force(false);
    } catch (IOException e) {
      abandon(segment);
      throw e;
    }
    segment.bytes += length;
    bytes.addAndGet(length);
    return taken;
  }

  /** The next records, at most {@code max}; they stay until they are acknowledged. */
  List<byte[]> peek(int max) throws IOException {
    peeked.clear();
    while (!segments.isEmpty()) {
      Segment segment = segments.getFirst();
      int length = (int) Math.min(READ_BYTES, segment.bytes - readTo);
      Frames.Read read = Frames.read(read(segment.path, readTo, length), max);
      if (!read.records().isEmpty()) {
        read.records().forEach(record -> peeked.add(record.length + Frames.HEADER_BYTES));
        return read.records();
      }
      if (length > 0) {
        LOG.warn("{}: the last {} bytes are no whole record", segment.path, segment.bytes - readTo);
      }
      remove(segment);
    }
    return List.of();
  }

  /** Forgets the first {@code count} records of the last {@link #peek}. */
  void acknowledge(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      readTo += peeked.get(i);
    }
    peeked.subList(0, count).clear();
    Segment segment = segments.getFirst();
    if (readTo >= segment.bytes) {
      remove(segment);
    }
  }

  @Override
  public void close() throws IOException {
    closeWriter();
  }

  private void begin() throws IOException {
    closeWriter();
    Path path = folder.resolve(String.format("%016d.spool", nextNumber));
    writer = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    nextNumber++;
    segments.add(new Segment(path, 0));
    // The file's name must last too, not its content alone.
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** What a failed write left behind the whole records is cut off; a new segment follows. */
  private void abandon(Segment segment) {
    try {
      writer.truncate(segment.bytes);
    } catch (IOException e) {
      LOG.warn("cannot cut {}: {}", segment.path, e.getMessage());
    }
    closeQuietly();
    if (segment.bytes == 0) {
      segments.removeLast();
      try {
        Files.deleteIfExists(segment.path);
      } catch (IOException e) {
        LOG.warn("cannot delete {}: {}", segment.path, e.getMessage());
      }
    }
  }

  private void remove(Segment segment) throws IOException {
    if (segments.size() == 1) {
      closeWriter();
    }
    segments.removeFirst();
    bytes.addAndGet(-segment.bytes);
    readTo = 0;
    Files.deleteIfExists(segment.path);
  }

  private static ByteBuffer read(Path path, long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long at = from;
      while (buffer.hasRemaining()) {
        int count = channel.read(buffer, at);
        if (count < 0) {
          break;
        }
        at += count;
      }
    }
    return buffer.flip();
  }

  private void closeWriter() throws IOException {
    if (writer != null) {
      FileChannel old = writer;
      writer = null;
      old.close();
    }
  }

  private void closeQuietly() {
    try {
      closeWriter();
    } catch (IOException ignored) {
      // The failure that led here is the one that is told.
    }
  }
}
