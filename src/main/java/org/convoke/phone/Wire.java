package org.convoke.phone;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** SIP messages over UDP, TCP or TLS to one server. */
interface Wire extends AutoCloseable {
  int MAX_MESSAGE = 65_535;

  void send(String message) throws IOException;

  /** The next message, or null when none came within 50 ms. */
  String receive() throws IOException;

  InetAddress localAddress();

  int localPort();

  @Override
  void close() throws IOException;

  /**
   * {@code transport} UDP, TCP or TLS. With TLS the server's certificate is not checked: this phone
   * is for trying.
   */
  static Wire open(String transport, InetSocketAddress server) throws IOException {
    return switch (transport) {
      case "UDP" -> new Udp(server);
      case "TCP" -> new Stream(new Socket(server.getAddress(), server.getPort()));
      case "TLS" ->
          new Stream(
              trusting().getSocketFactory().createSocket(server.getAddress(), server.getPort()));
      default -> throw new IllegalArgumentException(transport);
    };
  }

  private static SSLContext trusting() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS", e);
    }
  }

  /** One datagram, one message. */
  final class Udp implements Wire {
    private final DatagramSocket socket;
    private final byte[] buffer = new byte[MAX_MESSAGE];

    Udp(InetSocketAddress server) throws IOException {
      socket = new DatagramSocket();
      socket.connect(server);
      socket.setSoTimeout(50);
    }

    @Override
    public void send(String message) throws IOException {
      byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
      socket.send(new DatagramPacket(bytes, bytes.length));
    }

    @Override
    public String receive() throws IOException {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        return new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
      } catch (SocketTimeoutException e) {
        return null;
      }
    }

    @Override
    public InetAddress localAddress() {
      return socket.getLocalAddress();
    }

    @Override
    public int localPort() {
      return socket.getLocalPort();
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /** Messages one after the other, each as long as its Content-Length says (RFC 3261 §18.3). */
  final class Stream implements Wire {
    private final Socket socket;
    private final InputStream in;
    private final StringBuilder buffered = new StringBuilder();
    private final byte[] chunk = new byte[4096];

    Stream(Socket socket) throws IOException {
      this.socket = socket;
      socket.setSoTimeout(50);
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
    }

    @Override
    public void send(String message) throws IOException {
      socket.getOutputStream().write(message.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }

    @Override
    public String receive() throws IOException {
      String message = take();
      if (message != null) {
        return message;
      }
      try {
        int length = in.read(chunk);
        if (length < 0) {
          throw new IOException("the server closed the connection");
        }
        if (buffered.length() + length > MAX_MESSAGE) {
          throw new IOException("the server's message is too long");
        }
        buffered.append(new String(chunk, 0, length, StandardCharsets.ISO_8859_1));
      } catch (SocketTimeoutException e) {
        return null;
      }
      return take();
    }

    private String take() {
      while (buffered.length() >= 2 && buffered.charAt(0) == '\r') {
        buffered.delete(0, 2);
      }
      int end = buffered.indexOf("\r\n\r\n");
      if (end < 0) {
        return null;
      }
      SipMessage head = SipMessage.parse(buffered.substring(0, end + 4));
      String length = head == null ? "0" : head.header("content-length");
      int total = end + 4 + (length.matches("\\d{1,5}") ? Integer.parseInt(length) : 0);
      if (buffered.length() < total) {
        return null;
      }
      String message = buffered.substring(0, total);
      buffered.delete(0, total);
      return message;
    }

    @Override
    public InetAddress localAddress() {
      return socket.getLocalAddress();
    }

    @Override
    public int localPort() {
      return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Takes every certificate. */
  final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
