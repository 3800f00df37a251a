package org.convoke.dtls;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;

/**
 * One peer's session, from its first datagram to its close_notify: a handshake, then reading on, so
 * that a flight that was lost is sent again and the peer's end is noticed.
 *
 * <p>{@link #offer} and {@link #close} are for any thread, media loops above all: they never wait.
 */
public abstract sealed class DtlsSession permits DtlsServer, DtlsClient {
  static final int HANDSHAKE_MS = 30_000;
  static final int RESEND_MS = 50;
  static final int MAX_HANDSHAKE_BYTES = 8192;
  static final int MAX_CERTIFICATES = 4;

  private final DatagramQueue queue;
  private final DtlsListener listener;
  private final AtomicBoolean started = new AtomicBoolean();

  /** Ended by us: nobody wants to hear of it. */
  private volatile boolean closed;

  DtlsSession(DtlsSender sender, DtlsListener listener) {
    queue = new DatagramQueue(sender);
    this.listener = listener;
  }

  /** The handshake; blocks. The keys are {@link #keys} afterwards. */
  abstract DTLSTransport shake(DatagramTransport transport) throws IOException;

  /** What the handshake gave. */
  abstract DtlsKeys keys();

  /** Starts the session's thread, if it has none. */
  final void start() {
    if (!started.get() && started.compareAndSet(false, true)) {
      Thread.ofVirtual().name("dtls").start(this::run);
    }
  }

  /**
   * A datagram of the peer's; it is copied. False when it was dropped, because too many wait
   * already or all is over.
   */
  public boolean offer(byte[] bytes, int offset, int length) {
    boolean taken = queue.offer(bytes, offset, length);
    if (taken) {
      start();
    }
    return taken;
  }

  /**
   * Ends the session: the peer is told (close_notify), by the sender on the session's thread, soon
   * afterwards; the listener hears nothing more. Harmless when repeated.
   */
  public final void close() {
    closed = true;
    queue.end();
  }

  private void run() {
    DTLSTransport tunnel;
    try {
      tunnel = shake(queue);
    } catch (IOException | RuntimeException e) {
      queue.end();
      if (!closed) {
        listener.failed(reason(e));
      }
      return;
    }
    queue.flush();
    if (!closed) {
      listener.keys(keys());
    }
    try {
      readOn(tunnel);
    } finally {
      end(tunnel);
      if (!closed) {
        listener.closed();
      }
    }
  }

  private void readOn(DTLSTransport tunnel) {
    byte[] ignored = new byte[DatagramQueue.MAX_BYTES];
    while (!queue.isClosed()) {
      try {
        tunnel.receive(ignored, 0, ignored.length, 0);
      } catch (IOException | RuntimeException e) {
        // A fatal alert of the peer's, or we were closed: the library is done with the session.
        return;
      }
    }
  }

  private static void end(DTLSTransport tunnel) {
    try {
      tunnel.close();
    } catch (IOException | RuntimeException e) {
      // The peer cannot be told; it finds out by its own timer.
      return;
    }
  }

  private static String reason(Exception e) {
    return switch (e) {
      case Refusal refusal -> refusal.reason();
      case TlsTimeoutException timeout -> "timeout";
      case TlsFatalAlertReceived alert ->
          "peer: " + AlertDescription.getName(alert.getAlertDescription());
      case TlsFatalAlert alert -> AlertDescription.getName(alert.getAlertDescription());
      default -> "malformed";
    };
  }

  /** What we refuse ourselves: an alert for the peer, and words for our log. */
  static final class Refusal extends TlsFatalAlert {
    private final String reason;

    Refusal(short alert, String reason) {
      super(alert, reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }
}
