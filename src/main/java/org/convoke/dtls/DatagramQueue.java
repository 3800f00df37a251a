package org.convoke.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tls.DatagramTransport;

/**
 * Between the threads that bring datagrams, which must not wait, and the session's own. Lock-free
 * and bounded: what comes while it is full is lost, as on any network.
 *
 * <p>The other way it gathers: the library sends each record alone, and a flight of five datagrams
 * is lost five times as often as one (RFC 6347 §4.2.3 lets them share). They go out when the
 * library next waits for an answer.
 */
final class DatagramQueue implements DatagramTransport {
  /** More than the longest flight of a peer's, twice. */
  static final int SLOTS = 16;

  static final int MAX_BYTES = 2048;

  /** Fits any path to a browser (as browsers themselves assume). */
  private static final int SEND_BYTES = 1200;

  private static final byte[] END = {};

  private final LinkedTransferQueue<byte[]> waiting = new LinkedTransferQueue<>();
  private final AtomicInteger used = new AtomicInteger();
  private final DtlsSender sender;
  private final byte[] gathered = new byte[SEND_BYTES];
  private int gatheredBytes;
  private volatile boolean closed;

  DatagramQueue(DtlsSender sender) {
    this.sender = sender;
  }

  /** Takes a copy; false when full, closed, or no DTLS. */
  boolean offer(byte[] bytes, int offset, int length) {
    if (closed || length > MAX_BYTES) {
      return false;
    }
    int sound = DtlsRecords.sound(bytes, offset, length);
    if (sound == 0) {
      return false;
    }
    if (used.incrementAndGet() > SLOTS) {
      used.decrementAndGet();
      return false;
    }
    waiting.add(Arrays.copyOfRange(bytes, offset, offset + sound));
    return true;
  }

  boolean isClosed() {
    return closed;
  }

  /** From now on nothing comes; who waits is told. What is said last can still be sent. */
  void end() {
    if (!closed) {
      closed = true;
      waiting.add(END);
    }
  }

  @Override
  public void close() {
    flush();
    end();
  }

  @Override
  public int getReceiveLimit() {
    return MAX_BYTES;
  }

  @Override
  public int getSendLimit() {
    return SEND_BYTES;
  }

  /** Waits so many milliseconds, for ever if 0; -1 when nothing came. */
  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    flush();
    if (closed) {
      throw closed();
    }
    try {
      byte[] datagram =
          waitMillis > 0 ? waiting.poll(waitMillis, TimeUnit.MILLISECONDS) : waiting.take();
      if (datagram == null) {
        return -1;
      }
      if (datagram == END) {
        throw closed();
      }
      used.decrementAndGet();
      int taken = Math.min(length, datagram.length);
      System.arraycopy(datagram, 0, buffer, offset, taken);
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Of the kind that the library does not take for a failure: close_notify can still be said. */
  private static InterruptedIOException closed() {
    return new InterruptedIOException("closed");
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    if (gatheredBytes + length > SEND_BYTES) {
      flush();
    }
    if (length > SEND_BYTES) {
      sender.send(bytes, offset, length);
      return;
    }
    System.arraycopy(bytes, offset, gathered, gatheredBytes, length);
    gatheredBytes += length;
  }

  /** Sends what is gathered; for the session's thread only. */
  void flush() {
    if (gatheredBytes > 0) {
      int bytes = gatheredBytes;
      gatheredBytes = 0;
      sender.send(gathered, 0, bytes);
    }
  }
}
