package org.convoke.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.convoke.health.Probe;
import org.convoke.sip.SipStackGateway.Listening;

/**
 * What lets our own OPTIONS through where strangers meet limits: the ports that it comes from, of
 * addresses of ours, and its Call-ID, which nobody else can know. Any thread.
 */
final class SelfTest {
  /** What our own request carries once it is known to be ours. */
  static final Object OURS = new Object();

  private final Set<InetSocketAddress> sources = ConcurrentHashMap.newKeySet();
  private final Set<String> callIds = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicLong> handled =
      Map.of("udp", new AtomicLong(), "tcp", new AtomicLong(), "tls", new AtomicLong());

  /** What asks at these doors, one for UDP and one for TCP. */
  List<Probe> probes(List<Listening> doors) {
    List<Probe> probes = new ArrayList<>();
    for (String transport : List.of("udp", "tcp")) {
      doors.stream()
          .filter(door -> door.transport().equals(transport))
          .findFirst()
          .map(door -> OptionsProbe.reachable(door.address(), door.port()))
          .ifPresent(door ->
              probes.add(
                  transport.equals("udp")
                      ? new UdpProbeGateway(door, this)
                      : new TcpProbeGateway(door, this)));
    }
    return probes;
  }

  /** Our own requests come from there. */
  void from(InetSocketAddress source) {
    sources.add(source);
  }

  void notFrom(InetSocketAddress source) {
    sources.remove(source);
  }

  /** Whether our own requests come from there; looks at nothing while none do. */
  boolean isSource(InetAddress address, int port) {
    return !sources.isEmpty() && sources.contains(new InetSocketAddress(address, port));
  }

  /** A request of ours is under way. */
  void sent(String callId) {
    callIds.add(callId);
  }

  void over(String callId) {
    callIds.remove(callId);
  }

  boolean isOurs(String callId) {
    return callIds.contains(callId);
  }

  /** A request of somebody else was handled. */
  void handled(String transport) {
    AtomicLong count = handled.get(transport);
    if (count != null) {
      count.incrementAndGet();
    }
  }

  /** How many were, by that transport. */
  long handledBy(String transport) {
    return handled.get(transport).get();
  }
}
