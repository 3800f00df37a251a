package org.convoke.media;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses that browsers are told: the public one, those configured, and what the port is
 * bound to; where that is every address, all of this machine's, link-local ones excepted. Those of
 * the loopback are told where there are no others: then everybody is on this machine.
 *
 * <p>Where the bridge is bound to the loopback, so that only this machine shall reach it, this
 * machine's other addresses are told nevertheless: Firefox does not talk from these to the
 * loopback, and gathers no address there. {@link #isOfThisMachine} keeps all others out.
 */
final class Candidates {
  private static final Logger LOG = LoggerFactory.getLogger(Candidates.class);

  /** A browser checks each of its addresses with each of these. */
  static final int MOST = 16;

  /** Interfaces come and go, but asking for them takes its time. */
  private static final long FRESH_NS = 30_000_000_000L;

  private final InetAddress bind;
  private final int port;
  private final List<InetAddress> told = new ArrayList<>();
  private List<InetSocketAddress> known = List.of();

  /** IPv4 addresses of this machine, for threads that must not wait. */
  private volatile int[] own = {};

  private long askedNs;

  /**
   * @param publicAddress a literal, or empty
   * @param addresses literals separated by commas, or empty
   */
  Candidates(InetAddress bind, int port, String publicAddress, String addresses) {
    this.bind = bind;
    this.port = port;
    for (String address : (publicAddress + "," + addresses).split(",")) {
      if (!address.isBlank()) {
        tell(address.strip());
      }
    }
  }

  private void tell(String address) {
    try {
      told.add(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException e) {
      LOG.warn("browsers are not told of {}: it is no IP address", address);
    }
  }

  /** The addresses now, the best first. Any thread. */
  synchronized List<InetSocketAddress> now(long nowNs) {
    if (known.isEmpty() || nowNs - askedNs > FRESH_NS) {
      askedNs = nowNs;
      known = addresses().stream().map(address -> new InetSocketAddress(address, port)).toList();
    }
    return known;
  }

  private List<InetAddress> addresses() {
    if (bind.isAnyLocalAddress()) {
      return order(told, ours());
    }
    if (!isForThisMachineOnly(bind)) {
      return order(told, List.of(bind));
    }
    List<InetAddress> v4 = ours().stream().filter(Inet4Address.class::isInstance).toList();
    own =
        v4.stream()
            .mapToInt(address -> Endpoint.of(new InetSocketAddress(address, 0)).v4())
            .toArray();
    List<InetAddress> first = new ArrayList<>(told);
    first.add(bind);
    return order(first, v4);
  }

  /** Whether the bridge is bound to the loopback, whose users are all on this machine. */
  static boolean isForThisMachineOnly(InetAddress bind) {
    return bind instanceof Inet4Address && bind.isLoopbackAddress();
  }

  /** Whether a datagram's source is this machine; as of the last {@link #now}. Any thread. */
  boolean isOfThisMachine(Endpoint source) {
    if (!source.isV4()) {
      return false;
    }
    if (source.v4() >>> 24 == 127) {
      return true;
    }
    for (int address : own) {
      if (address == source.v4()) {
        return true;
      }
    }
    return false;
  }

  /** What is told comes first, then IPv4, which fewer firewalls stop. */
  static List<InetAddress> order(List<InetAddress> told, List<InetAddress> ours) {
    Set<InetAddress> ordered = new LinkedHashSet<>(told);
    boolean others = ours.stream().anyMatch(address -> !address.isLoopbackAddress());
    for (boolean v4 : new boolean[] {true, false}) {
      for (InetAddress address : ours) {
        boolean local = address.isLinkLocalAddress() || others && address.isLoopbackAddress();
        if (address instanceof Inet4Address == v4 && !local) {
          ordered.add(address);
        }
      }
    }
    return ordered.stream().limit(MOST).toList();
  }

  private List<InetAddress> ours() {
    List<InetAddress> ours = new ArrayList<>();
    try {
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        if (each.isUp()) {
          each.inetAddresses().forEach(ours::add);
        }
      }
    } catch (SocketException e) {
      LOG.warn("this machine does not tell its addresses: {}", e.getMessage());
    }
    return ours;
  }
}
