package org.convoke;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import org.convoke.config.Config;
import org.convoke.config.ConfigException;

/**
 * Looks whether the ports to be opened are free, before anything is started or made: a newcomer
 * whose port is taken shall be told so at once, with the key that changes it. Between this look and
 * the opening another program may still take a port; then the part that opens it fails.
 */
final class Doors {
  private Doors() {}

  /** Throws {@link ConfigException} or {@link StartException} that names the key. */
  static void check(Config config, InetAddress bind) {
    try {
      if (!bind.isAnyLocalAddress() && NetworkInterface.getByInetAddress(bind) == null) {
        throw new ConfigException(
            "bind", "is an address of this machine, not " + bind.getHostAddress());
      }
    } catch (SocketException e) {
      // The machine does not tell its addresses; opening the ports will show.
    }
    tcp("http.port", bind, config.http().port());
    tcp("sip.port", bind, config.sip().port());
    udp("sip.port", bind, config.sip().port());
    if (!config.sip().tlsCertificate().isEmpty()) {
      tcp("sip.tls_port", bind, config.sip().tlsPort());
    }
  }

  private static void tcp(String key, InetAddress bind, int port) {
    if (port == 0) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      // As the doors themselves will do: a connection that lingers is no obstacle.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(bind, port));
    } catch (IOException e) {
      throw taken(key, "TCP", bind, port, e);
    }
  }

  private static void udp(String key, InetAddress bind, int port) {
    if (port == 0) {
      return;
    }
    try (DatagramSocket socket = new DatagramSocket(null)) {
      socket.bind(new InetSocketAddress(bind, port));
    } catch (IOException e) {
      throw taken(key, "UDP", bind, port, e);
    }
  }

  private static StartException taken(
      String key, String protocol, InetAddress bind, int port, IOException cause) {
    String door = bind.getHostAddress() + ":" + port + " over " + protocol;
    return new StartException(
        cause instanceof BindException && !String.valueOf(cause.getMessage()).contains("denied")
            ? key + ": " + door + " is in use by another program; choose another port"
            : key + ": cannot listen on " + door + ": " + cause.getMessage(),
        cause);
  }
}
