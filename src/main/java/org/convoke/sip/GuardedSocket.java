package org.convoke.sip;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * A connection that ends when its peer is silent for too long: ten seconds before the first octet,
 * an hour after it. Who has not proved who he is has a minute in all, so that a few octets now and
 * then hold no place; and nothing more is read of who came to be ignored.
 */
final class GuardedSocket extends Socket {
  static final int FIRST_BYTE_MS = 10_000;
  static final int STRANGER_MS = 60_000;
  static final int IDLE_MS = 3_600_000;

  private final Connections connections;
  private InetSocketAddress peer;
  private InputStream input;
  private long beganNs;
  private volatile boolean proven;
  private boolean entered;
  private boolean ours;

  GuardedSocket(Connections connections) {
    this.connections = connections;
  }

  /** The peer is connected; whether it may stay. */
  boolean enter() throws IOException {
    peer = (InetSocketAddress) getRemoteSocketAddress();
    beganNs = connections.doorman.nowNs();
    setSoTimeout(FIRST_BYTE_MS);
    setTcpNoDelay(true);
    entered = peer != null && connections.enter(this);
    return entered;
  }

  /** The peer is ourselves: it takes no place of others, and no limit is for it. */
  void enterAsOurs() throws IOException {
    peer = (InetSocketAddress) getRemoteSocketAddress();
    setTcpNoDelay(true);
    ours = true;
    proven = true;
  }

  InetSocketAddress peer() {
    return peer;
  }

  void proven() {
    proven = true;
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (input == null) {
      input = new PatientStream(super.getInputStream());
    }
    return input;
  }

  @Override
  public void close() throws IOException {
    if (entered) {
      connections.leave(this);
    }
    super.close();
  }

  private final class PatientStream extends FilterInputStream {
    private boolean heard;

    PatientStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      patience();
      int one = super.read();
      heard = true;
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      patience();
      int count = super.read(bytes, offset, length);
      heard = true;
      return count;
    }

    private void patience() throws IOException {
      if (!ours && !connections.doorman.admits(peer.getAddress())) {
        connections.counters.ignored.increment();
        throw new IOException("ignored");
      }
      long leftMs = IDLE_MS;
      if (!proven) {
        leftMs = STRANGER_MS - (connections.doorman.nowNs() - beganNs) / 1_000_000;
        if (leftMs <= 0) {
          throw new SocketTimeoutException("a stranger for too long");
        }
      }
      setSoTimeout((int) (heard ? leftMs : Math.min(FIRST_BYTE_MS, leftMs)));
    }
  }
}
