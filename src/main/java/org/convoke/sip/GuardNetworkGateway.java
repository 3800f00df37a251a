package org.convoke.sip;

import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * The stack's sockets, made here so that a source that is to be ignored costs nothing, no peer can
 * hold the door open, and no answer makes us connect to wherever a stranger points. The stack makes
 * it from its class name; {@link #configure} must be called before the first socket is opened.
 */
public final class GuardNetworkGateway implements NetworkLayer {
  /** Datagrams that may wait for a parser; past them new ones are dropped. */
  static final int MAX_WAITING_DATAGRAMS = 2000;

  /** Of these, those of strangers: a flood of theirs leaves room for who is known. */
  static final int MAX_STRANGERS_DATAGRAMS = 500;

  static final int CONNECT_TIMEOUT_MS = 3000;

  /** Who may send to us and whom we may connect to. Called by the stack's threads. */
  interface Doorman {
    boolean admits(InetAddress source);

    /** Whether the address alone makes a source known, as a trunk's does. */
    boolean knows(InetAddress source);

    /** The monotonic time. */
    long nowNs();

    /** Whether our own questions come from there: no limit is for them. */
    default boolean isOurs(InetAddress source, int port) {
      return false;
    }

    /** Whether a connection may be opened to a peer: only those of live calls. */
    boolean mayConnectTo(InetAddress peer);
  }

  private final AtomicInteger waitingDatagrams = new AtomicInteger();
  private SipCounters counters = new SipCounters();
  private Doorman doorman;
  private Connections connections;
  private SSLContext tls;

  /**
   * Before the first socket.
   *
   * @param tls null when TLS is off
   * @param maxConnections that others may have open to us at one time
   */
  void configure(Doorman doorman, SipCounters counters, SSLContext tls, int maxConnections) {
    this.doorman = doorman;
    this.counters = counters;
    this.tls = tls;
    connections = new Connections(doorman, counters, maxConnections);
  }

  SipCounters counters() {
    return counters;
  }

  void datagramTaken() {
    waitingDatagrams.updateAndGet(n -> Math.max(0, n - 1));
  }

  @Override
  public DatagramSocket createDatagramSocket(int port, InetAddress address) throws SocketException {
    return new GuardedDatagramSocket(new InetSocketAddress(address, port));
  }

  @Override
  public DatagramSocket createDatagramSocket() throws SocketException {
    return new DatagramSocket();
  }

  /** Who connected from there has proved who he is: he may stay. */
  void proven(InetSocketAddress source) {
    connections.proven(source);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    return new GuardedServerSocket(port, address, connections);
  }

  @Override
  public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    ServerSocket plain = new GuardedServerSocket(port, address, connections);
    return new TlsDoorGateway(plain, tls);
  }

  @Override
  public Socket createSocket(InetAddress address, int port) throws IOException {
    return connect(address, port);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local) throws IOException {
    return connect(address, port);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort)
      throws IOException {
    return connect(address, port);
  }

  @Override
  public SSLSocket createSSLSocket(InetAddress address, int port) throws IOException {
    Socket plain = connect(address, port);
    plain.setSoTimeout(CONNECT_TIMEOUT_MS);
    return (SSLSocket)
        tls.getSocketFactory().createSocket(plain, address.getHostAddress(), port, true);
  }

  @Override
  public SSLSocket createSSLSocket(InetAddress address, int port, InetAddress local)
      throws IOException {
    return createSSLSocket(address, port);
  }

  @Override
  public void setSipStack(SipStackImpl stack) {
    // Nothing of the stack is needed here.
  }

  private Socket connect(InetAddress address, int port) throws IOException {
    if (!doorman.mayConnectTo(address)) {
      throw new SocketException("no call with that peer");
    }
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address, port), CONNECT_TIMEOUT_MS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private boolean isFull(InetAddress source) {
    int waiting = waitingDatagrams.get();
    return waiting >= MAX_STRANGERS_DATAGRAMS
        && (waiting >= MAX_WAITING_DATAGRAMS || !doorman.knows(source));
  }

  /** Hands on only what comes from sources that are listened to. */
  private final class GuardedDatagramSocket extends DatagramSocket {
    GuardedDatagramSocket(InetSocketAddress address) throws SocketException {
      super(address);
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
      int room = packet.getData().length;
      while (true) {
        packet.setLength(room);
        super.receive(packet);
        if (doorman.isOurs(packet.getAddress(), packet.getPort())) {
          waitingDatagrams.incrementAndGet();
          return;
        }
        if (!doorman.admits(packet.getAddress())) {
          counters.ignored.increment();
        } else if (isFull(packet.getAddress())) {
          counters.overload.increment();
        } else {
          waitingDatagrams.incrementAndGet();
          return;
        }
      }
    }
  }
}
