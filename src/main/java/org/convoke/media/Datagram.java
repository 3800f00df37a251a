package org.convoke.media;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jitsi.utils.ByteArrayBuffer;

/**
 * Room for one datagram, with the views that the kinds of sockets and SRTP want of it, made once. A
 * loop has one to receive into and one to send from; packets always begin at offset 0.
 */
final class Datagram implements ByteArrayBuffer {
  /** More than an Ethernet frame: a longer datagram is no sound, it arrives cut and is refused. */
  static final int CAPACITY = 2048;

  final byte[] bytes = new byte[CAPACITY];
  final MemorySegment segment = MemorySegment.ofArray(bytes);
  final ByteBuffer view = ByteBuffer.wrap(bytes);

  /** Of what was received: where it came from. */
  final Endpoint source = new Endpoint();

  /** The kernel's form of {@link #source}: struct sockaddr_in or sockaddr_in6. */
  final byte[] address = new byte[28];

  final MemorySegment addressSegment = MemorySegment.ofArray(address);
  final int[] addressLength = new int[1];
  final MemorySegment addressLengthSegment = MemorySegment.ofArray(addressLength);

  int length;

  @Override
  public byte[] getBuffer() {
    return bytes;
  }

  @Override
  public int getOffset() {
    return 0;
  }

  @Override
  public int getLength() {
    return length;
  }

  @Override
  public void setLength(int newLength) {
    length = newLength;
  }

  @Override
  public void setOffset(int offset) {
    if (offset != 0) {
      throw new IllegalArgumentException("packets begin at offset 0");
    }
  }

  @Override
  public boolean isInvalid() {
    return false;
  }

  @Override
  public void readRegionToBuff(int offset, int count, byte[] target) {
    System.arraycopy(bytes, offset, target, 0, count);
  }

  @Override
  public void grow(int count) {
    if (length + count > CAPACITY) {
      throw new IllegalArgumentException("a packet of " + (length + count) + " bytes");
    }
  }

  @Override
  public void append(byte[] data, int count) {
    grow(count);
    System.arraycopy(data, 0, bytes, length, count);
    length += count;
  }

  @Override
  public void shrink(int count) {
    length = Math.max(0, length - count);
  }
}
