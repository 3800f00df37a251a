package org.convoke.media;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.convoke.ice.StunScreen;

// Hot path: no allocation but where a browser's address is learned.

/**
 * The one UDP port of all browsers. One loop reads it and hands each datagram to its leg: a check
 * by our user name fragment in it, everything else by the address it came from, which a check must
 * have proved before (RFC 7983 tells the kinds apart). So a stranger's datagram costs a look and
 * changes nothing. Any thread may add and remove legs, and send by a face of the socket.
 */
final class BrowserPort implements PacketReceiver {
  /** Datagrams read before the loop looks at its other sockets. */
  private static final int BATCH = 64;

  private final PacketSocket socket;
  private final MediaLoop reader;
  private final int most;
  private final Predicate<Endpoint> allowed;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<Fragment, BrowserLink> byFragment = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Endpoint, BrowserLink> byPair = new ConcurrentHashMap<>();

  // The reader's own.
  private final StunScreen screen = new StunScreen();
  private final Fragment wanted = new Fragment(0);
  private long strangers;
  private long malformed;

  /** A user name fragment of ours; refilled for each look-up. */
  private static final class Fragment {
    private long key;

    Fragment(long key) {
      this.key = key;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Fragment that && key == that.key;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(key * 0x9E3779B97F4A7C15L);
    }
  }

  /**
   * @param reader the loop that reads the socket
   * @param most browsers at one time
   * @param allowed who may check at all, by the source of its datagrams
   */
  BrowserPort(PacketSocket socket, MediaLoop reader, int most, Predicate<Endpoint> allowed) {
    this.allowed = allowed;
    this.socket = socket;
    this.reader = reader;
    this.most = most;
    socket.receiver(this);
  }

  PacketSocket socket() {
    return socket;
  }

  MediaLoop reader() {
    return reader;
  }

  /** Whether there is any browser to read for. */
  boolean active() {
    return open.get() > 0;
  }

  /** Its checks find it from now on; false when there are too many. */
  boolean add(BrowserLink link) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return false;
    }
    byFragment.put(new Fragment(link.fragment()), link);
    // The reader sleeps while there is no browser.
    reader.offer((here, nowNs) -> {});
    return true;
  }

  /** Nothing is handed to it any more; its place is free. */
  void remove(BrowserLink link) {
    byFragment.remove(new Fragment(link.fragment()), link);
    byPair.values().removeIf(owner -> owner == link);
    open.decrementAndGet();
  }

  /** A check proved that the link's browser is here; whoever was before is no more. */
  void validated(Endpoint source, BrowserLink link) {
    if (byPair.get(source) != link) {
      Endpoint copy = new Endpoint();
      copy.set(source);
      byPair.put(copy, link);
    }
  }

  /** The link's browser has too many addresses to keep this one. */
  void forget(Endpoint source, BrowserLink link) {
    byPair.remove(source, link);
  }

  @Override
  public void readable(PacketSocket from, Datagram scratch, long nowNs) {
    for (int i = 0; i < BATCH && from.receive(scratch); i++) {
      BrowserLink link = linkOf(scratch);
      if (link != null) {
        link.inbox().arrived(scratch, nowNs);
      }
    }
  }

  private BrowserLink linkOf(Datagram packet) {
    BrowserLink link;
    if (StunScreen.isStun(packet.bytes, packet.length)) {
      switch (screen.look(packet.bytes, packet.length)) {
        case REQUEST -> {
          wanted.key = screen.ourUfrag(packet.bytes);
          link = allowed.test(packet.source) ? byFragment.get(wanted) : null;
        }
        case SUCCESS, ERROR -> link = byPair.get(packet.source);
        default -> {
          malformed++;
          return null;
        }
      }
    } else {
      link = packet.length == 0 ? null : byPair.get(packet.source);
    }
    if (link == null) {
      strangers++;
    }
    return link;
  }

  /** Datagrams of nobody we know. */
  long strangers() {
    return strangers;
  }

  /** Datagrams that claim to be STUN and are none that an agent sends, or need no answer. */
  long malformed() {
    return malformed;
  }
}
