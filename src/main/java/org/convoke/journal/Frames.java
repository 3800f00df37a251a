package org.convoke.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Records in a file: length (4 bytes, big endian), CRC-32C of the content (4 bytes), content. A
 * process killed while writing leaves a torn last record, which is told by its length or sum.
 */
final class Frames {
  static final int HEADER_BYTES = 8;

  /** Far above any event; a greater length is damage, and is not allocated. */
  static final int MAX_BYTES = 1 << 20;

  private Frames() {}

  /**
   * What a buffer held.
   *
   * @param records whole records, in order
   * @param bytes up to the end of the last whole record
   * @param verdict why reading ended there
   */
  record Read(List<byte[]> records, int bytes, Verdict verdict) {}

  /** Why reading ended. */
  enum Verdict {
    /** At the end of the buffer, after a whole record. */
    WHOLE,
    /** As many records as were asked for. */
    ENOUGH,
    /** The buffer ends within a record. */
    TORN,
    /** A length or sum that cannot be. */
    DAMAGED
  }

  /** The record of {@code content}. Throws IllegalArgumentException beyond MAX_BYTES. */
  static byte[] encode(byte[] content) {
    if (content.length == 0 || content.length > MAX_BYTES) {
      throw new IllegalArgumentException("a record has 1 to " + MAX_BYTES + " bytes");
    }
    return ByteBuffer.allocate(HEADER_BYTES + content.length)
        .putInt(content.length)
        .putInt(sum(content))
        .put(content)
        .array();
  }

  /** Reads at most {@code max} records from the buffer's position on; never throws. */
  static Read read(ByteBuffer buffer, int max) {
    List<byte[]> records = new ArrayList<>();
    int start = buffer.position();
    int end = start;
    while (records.size() < max) {
      if (!buffer.hasRemaining()) {
        return new Read(records, end - start, Verdict.WHOLE);
      }
      if (buffer.remaining() < HEADER_BYTES) {
        return new Read(records, end - start, Verdict.TORN);
      }
      int length = buffer.getInt();
      int sum = buffer.getInt();
      if (length <= 0 || length > MAX_BYTES) {
        return new Read(records, end - start, Verdict.DAMAGED);
      }
      if (buffer.remaining() < length) {
        return new Read(records, end - start, Verdict.TORN);
      }
      byte[] content = new byte[length];
      buffer.get(content);
      if (sum(content) != sum) {
        return new Read(records, end - start, Verdict.DAMAGED);
      }
      records.add(content);
      end = buffer.position();
    }
    return new Read(records, end - start, Verdict.ENOUGH);
  }

  private static int sum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content, 0, content.length);
    return (int) crc.getValue();
  }
}
