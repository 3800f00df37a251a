package org.convoke.sip;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.convoke.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the stack's threads ask before anything is read: who is ignored for a while, who is known,
 * and whom we may connect to. Any thread.
 */
final class SipDoorman implements GuardNetworkGateway.Doorman {
  private static final Logger LOG = LoggerFactory.getLogger(SipDoorman.class);

  private final Clock clock;
  private final SipCounters counters;
  private final SelfTest selfTest;
  private final boolean loopbackTrusted;
  private final Predicate<InetAddress> peers;
  private final Map<InetAddress, Long> ignoredUntilNs = new ConcurrentHashMap<>();
  private volatile Sources sources = Sources.NONE;

  /**
   * @param loopbackTrusted this machine's own address needs no credentials
   * @param peers whether an address has a live call; asked by any thread
   */
  SipDoorman(
      Clock clock,
      SipCounters counters,
      SelfTest selfTest,
      boolean loopbackTrusted,
      Predicate<InetAddress> peers) {
    this.clock = clock;
    this.counters = counters;
    this.selfTest = selfTest;
    this.loopbackTrusted = loopbackTrusted;
    this.peers = peers;
  }

  /** Who is known from now on. */
  void replace(Sources fresh) {
    sources = fresh;
  }

  /** From now on nothing of this source is read for a while. */
  void ignore(InetAddress address) {
    InetAddress source = StrangerLimits.key(address);
    long untilNs = clock.nowNs() + StrangerLimits.BAN_NS;
    if (ignoredUntilNs.size() < StrangerLimits.MAX_SOURCES
        && ignoredUntilNs.put(source, untilNs) == null) {
      counters.bans.increment();
      LOG.info("{} sends too many requests without credentials: ignored for 5 minutes", address);
    }
  }

  /** How many sources are ignored. */
  int ignored() {
    return ignoredUntilNs.size();
  }

  @Override
  public boolean admits(InetAddress source) {
    if (ignoredUntilNs.isEmpty()) {
      return true;
    }
    InetAddress key = StrangerLimits.key(source);
    Long untilNs = ignoredUntilNs.get(key);
    if (untilNs == null || sources.byAddress(source) != null) {
      return true;
    }
    if (untilNs - clock.nowNs() <= 0) {
      ignoredUntilNs.remove(key, untilNs);
      return true;
    }
    return false;
  }

  @Override
  public boolean knows(InetAddress source) {
    return sources.byAddress(source) != null || loopbackTrusted && source.isLoopbackAddress();
  }

  @Override
  public long nowNs() {
    return clock.nowNs();
  }

  @Override
  public boolean isOurs(InetAddress source, int port) {
    return selfTest.isSource(source, port);
  }

  @Override
  public boolean mayConnectTo(InetAddress peer) {
    return peers.test(peer);
  }
}
