package org.convoke.trial;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Connections that want nothing but a place: half say nothing, half an octet a second of a request,
 * or of a handshake, that never ends.
 */
final class Loiterers implements FloodTrial.Flood {
  /** The beginning of a request. */
  static final byte[] REQUEST =
      "OPTIONS sip:1000@127.0.0.1 SIP/2.0\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII);

  /** That of a ClientHello, in a record of 16 KiB (RFC 8446 §5.1). */
  static final byte[] HELLO = {0x16, 3, 1, 0x40, 0, 1, 0, 0x3F, (byte) 0xFC, 3, 3};

  private static final long EVERY_MS = 1000;

  private final byte[] beginning;
  private final List<Socket> sockets = new ArrayList<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("slow").unstarted(this::run);
  private volatile boolean stopping;

  /**
   * Connects.
   *
   * @param perSource from each of the sources
   * @param beginning what the slow ones say first
   */
  Loiterers(InetSocketAddress bridge, List<String> sources, int perSource, byte[] beginning) {
    this.beginning = beginning.clone();
    for (String source : sources) {
      for (int i = 0; i < perSource; i++) {
        connect(bridge, source);
      }
    }
    thread.start();
  }

  private void connect(InetSocketAddress bridge, String source) {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(source, 0));
      socket.connect(bridge, 2000);
      sockets.add(socket);
    } catch (IOException refused) {
      shut(socket);
    }
  }

  @Override
  public String size() {
    return sockets.size() + " connections";
  }

  private void run() {
    try {
      for (int octet = 0; !stopping; octet++) {
        for (int i = 0; i < sockets.size(); i += 2) {
          speak(sockets.get(i), octet < beginning.length ? beginning[octet] : 'x');
        }
        TimeUnit.MILLISECONDS.sleep(EVERY_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void speak(Socket socket, int octet) {
    try {
      if (!socket.isClosed()) {
        socket.getOutputStream().write(octet);
      }
    } catch (IOException putOut) {
      shut(socket);
    }
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    thread.interrupt();
    thread.join();
    sockets.forEach(Loiterers::shut);
  }
}
