package org.convoke.dtls;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** DTLS records (RFC 6347 §4.1), taken apart and put together for the tests. */
final class Records {
  static final int HANDSHAKE = 22;
  static final int CLIENT_HELLO = 1;
  private static final int HEADER = 13;
  private static final int HANDSHAKE_HEADER = 12;

  private Records() {}

  static List<byte[]> of(byte[] datagram) {
    List<byte[]> records = new ArrayList<>();
    for (int at = 0; at + HEADER <= datagram.length; ) {
      int end = at + HEADER + ByteBuffer.wrap(datagram).getShort(at + 11);
      records.add(Arrays.copyOfRange(datagram, at, end));
      at = end;
    }
    return records;
  }

  static int epoch(byte[] record) {
    return ByteBuffer.wrap(record).getShort(3);
  }

  static boolean isClientHello(byte[] record) {
    return record[0] == HANDSHAKE && epoch(record) == 0 && record[HEADER] == CLIENT_HELLO;
  }

  /** Under another number; only plain records stand that. */
  static byte[] numbered(byte[] record, long number) {
    byte[] copy = record.clone();
    ByteBuffer.wrap(copy).putLong(3, number);
    return copy;
  }

  static long number(byte[] record) {
    return ByteBuffer.wrap(record).getLong(3) & 0xFFFF_FFFF_FFFFL;
  }

  /** A handshake message of one record in two fragments of a record each. */
  static List<byte[]> inTwo(byte[] record, long number) {
    int body = record.length - HEADER - HANDSHAKE_HEADER;
    int half = body / 2;
    return List.of(
        fragment(record, 0, half, number), fragment(record, half, body - half, number + 1));
  }

  private static byte[] fragment(byte[] record, int from, int length, long number) {
    ByteBuffer out = ByteBuffer.allocate(HEADER + HANDSHAKE_HEADER + length);
    out.put(record, 0, 3).putLong(number).position(11);
    out.putShort((short) (HANDSHAKE_HEADER + length));
    out.put(record, HEADER, 6);
    out.put((byte) 0).putShort((short) from).put((byte) 0).putShort((short) length);
    out.put(record, HEADER + HANDSHAKE_HEADER + from, length);
    return out.array();
  }
}
