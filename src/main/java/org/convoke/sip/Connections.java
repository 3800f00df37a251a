package org.convoke.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who is connected over TCP and TLS, at all doors. Strangers may not take the places of who is
 * known, and none of them stays: until he has proved who he is, a connection lasts a minute,
 * however slowly he speaks, and where all places of strangers are taken, the oldest makes room.
 */
final class Connections {
  /** Of one unknown address. */
  private static final int MAX_PER_STRANGER = 200;

  /** Of one that is known, for there are trunks that open one for each call. */
  private static final double KNOWN_SHARE = 0.9;

  /** The rest is for who is known by address, and for who has proved himself. */
  private static final double STRANGERS_SHARE = 0.7;

  final GuardNetworkGateway.Doorman doorman;
  final SipCounters counters;
  private final Map<InetAddress, Integer> perSource = new HashMap<>();
  private final Map<InetSocketAddress, GuardedSocket> open = new HashMap<>();

  /** Those who have proved nothing yet, in the order they came. */
  private final Map<InetSocketAddress, GuardedSocket> strangers = new LinkedHashMap<>();

  private final int most;
  private final int mostStrangers;
  private final int mostOfKnown;

  /** {@code most}: that others may have open to us at one time. */
  Connections(GuardNetworkGateway.Doorman doorman, SipCounters counters, int most) {
    this.most = most;
    mostStrangers = Math.max(1, (int) (most * STRANGERS_SHARE));
    mostOfKnown = Math.max(1, (int) (most * KNOWN_SHARE));
    this.doorman = doorman;
    this.counters = counters;
  }

  /** Takes a connection in, unless it is one too many. */
  boolean enter(GuardedSocket socket) {
    GuardedSocket eldest = null;
    boolean entered;
    synchronized (this) {
      InetSocketAddress peer = socket.peer();
      InetAddress source = StrangerLimits.key(peer.getAddress());
      int here = perSource.getOrDefault(source, 0);
      boolean known = doorman.knows(peer.getAddress());
      boolean full = open.size() >= most;
      entered = here < (known ? mostOfKnown : MAX_PER_STRANGER) && (!full || !strangers.isEmpty());
      if (entered) {
        if (full || !known && strangers.size() >= mostStrangers) {
          eldest = strangers.values().iterator().next();
          remove(eldest);
        }
        open.put(peer, socket);
        perSource.merge(source, 1, Integer::sum);
        if (known) {
          socket.proven();
        } else {
          strangers.put(peer, socket);
        }
      }
    }
    if (eldest != null) {
      counters.overload.increment();
      close(eldest);
    }
    return entered;
  }

  synchronized void leave(GuardedSocket socket) {
    remove(socket);
  }

  private void remove(GuardedSocket socket) {
    InetSocketAddress peer = socket.peer();
    if (open.remove(peer, socket)) {
      strangers.remove(peer);
      perSource.computeIfPresent(
          StrangerLimits.key(peer.getAddress()), (k, n) -> n > 1 ? n - 1 : null);
    }
  }

  /** Who is connected from there is no stranger any more. */
  synchronized void proven(InetSocketAddress peer) {
    GuardedSocket socket = strangers.remove(peer);
    if (socket != null) {
      socket.proven();
    }
  }

  private static void close(GuardedSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
