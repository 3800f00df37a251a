package org.convoke.sip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which address of ours a peer should be told: the public one, the bound one, or that facing him.
 */
final class LocalAddressGateway {
  private static final int REMEMBERED = 1000;

  private final String publicAddress;
  private final Map<InetAddress, String> facing =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** {@code publicAddress} a literal, or empty. */
  LocalAddressGateway(String publicAddress) {
    this.publicAddress = publicAddress;
  }

  /** Our address as {@code peer} should see it; {@code bound} is what the request came in by. */
  String towards(InetAddress peer, InetAddress bound) {
    if (!publicAddress.isEmpty() && !peer.isLoopbackAddress()) {
      return publicAddress;
    }
    if (!bound.isAnyLocalAddress()) {
      return bound.getHostAddress();
    }
    return facing.computeIfAbsent(peer, p -> facing(p, bound));
  }

  private static String facing(InetAddress peer, InetAddress bound) {
    // Connecting a datagram socket sends nothing: it asks the routing table.
    try (DatagramSocket probe = new DatagramSocket()) {
      probe.connect(new InetSocketAddress(peer, 9));
      return plain(probe.getLocalAddress());
    } catch (IOException | UncheckedIOException e) {
      return plain(bound);
    }
  }

  private static String plain(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }
}
