package org.convoke.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes TCP and UDP on between a browser and the bridge, on this machine's own address. While cut
 * it loses what is UDP and holds back what is TCP, as a network does.
 */
final class Relay implements Cable {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final int httpPort;
  private final int mediaPort;
  private final ServerSocket http;
  private final DatagramSocket media;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Map<SocketAddress, DatagramSocket> onwards = new ConcurrentHashMap<>();
  private volatile boolean cut;

  /**
   * @param httpPort the bridge's
   * @param mediaPort the bridge's, of browsers
   */
  Relay(int httpPort, int mediaPort) {
    this.httpPort = httpPort;
    this.mediaPort = mediaPort;
    try {
      http = new ServerSocket(0, 50, HERE);
      media = new DatagramSocket(new InetSocketAddress(HERE, 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> endsWithItsSocket(this::accept));
    Thread.ofVirtual().start(() -> endsWithItsSocket(this::passOn));
  }

  /** What the bridge's address begins with here. */
  String base() {
    return "http://127.0.0.1:" + http.getLocalPort();
  }

  /** Makes a page send its sound here, and nowhere else: of the bridge's addresses one is left. */
  String script() {
    return """
    const original = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
      const lines = sdp.split("\\r\\n").filter((line) =>
          !line.startsWith("a=candidate:") || line.includes(" 127.0.0.1 "));
      const here = lines.join("\\r\\n").replaceAll(" 127.0.0.1 %d typ ", " 127.0.0.1 %d typ ");
      return original.call(this, { type, sdp: here });
    };
    """
        .formatted(mediaPort, media.getLocalPort());
  }

  @Override
  public void cut() {
    cut = true;
  }

  @Override
  public void mend() {
    cut = false;
  }

  /** Ends the connections that there are; new ones come through. */
  void cutSockets() {
    sockets.forEach(Relay::end);
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void endsWithItsSocket(Work work) {
    try {
      work.run();
    } catch (IOException closed) {
      // Its socket was closed: by us, or by one of the two it stands between.
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket near = http.accept();
      Socket far = new Socket(HERE, httpPort);
      sockets.add(near);
      sockets.add(far);
      Thread.ofVirtual().start(() -> copy(near, far));
      Thread.ofVirtual().start(() -> copy(far, near));
    }
  }

  private void copy(Socket from, Socket to) {
    endsWithItsSocket(() -> {
      byte[] buffer = new byte[16_384];
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        while (cut) {
          Bridge.pause(10);
        }
        out.write(buffer, 0, length);
      }
    });
    end(from);
    end(to);
  }

  private static void end(Socket socket) {
    endsWithItsSocket(socket::close);
  }

  private void passOn() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    while (true) {
      packet.setLength(2048);
      media.receive(packet);
      if (!cut) {
        DatagramSocket onward = onwards.get(packet.getSocketAddress());
        if (onward == null) {
          // Firefox wants to hear no loopback address as its own.
          onward = new DatagramSocket(new InetSocketAddress(media.getLocalAddress(), 0));
          onwards.put(packet.getSocketAddress(), onward);
          back(onward, packet.getSocketAddress());
        }
        packet.setSocketAddress(new InetSocketAddress(HERE, mediaPort));
        onward.send(packet);
      }
    }
  }

  private void back(DatagramSocket onward, SocketAddress browser) {
    Thread.ofVirtual()
        .start(() ->
            endsWithItsSocket(() -> {
              DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
              while (true) {
                packet.setLength(2048);
                onward.receive(packet);
                if (!cut) {
                  packet.setSocketAddress(browser);
                  media.send(packet);
                }
              }
            }));
  }

  @Override
  public void close() {
    cut = false;
    endsWithItsSocket(http::close);
    media.close();
    cutSockets();
    onwards.values().forEach(DatagramSocket::close);
  }
}
