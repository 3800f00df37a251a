package org.convoke.media;

import java.util.concurrent.atomic.AtomicBoolean;

// Hot path: no allocation but where a leg changes its loop.

/**
 * How a browser's datagrams get from the loop that reads the shared port to the loop of their leg:
 * at once where it is the same, else by a ring. What the browser sends too much of is left behind
 * here, before anybody spends more on it.
 */
final class BrowserInbox implements LoopTask {
  /** Audio is 50 packets a second, with RTCP and a little more than that. */
  private static final int MEDIA_PER_SECOND = 200;

  private static final int OTHERS_PER_SECOND = 100;

  /** Who takes the datagrams, on the leg's loop. */
  interface Taker {
    void accept(Datagram packet, long nowNs);
  }

  private final MediaLoop reader;
  private final Taker taker;

  // The reading loop's.
  private final PacketBudget media = new PacketBudget(MEDIA_PER_SECOND);
  private final PacketBudget checks = new PacketBudget(OTHERS_PER_SECOND);
  private final PacketBudget handshakes = new PacketBudget(OTHERS_PER_SECOND);
  private long overBudget;
  private long overflowed;

  /** The loop that the leg is on; null while it moves. */
  private volatile MediaLoop home;

  /**
   * Packets for another loop than the reading one, and for one that has not taken the leg in yet;
   * null while there is no need.
   */
  private volatile PacketRing ring = new PacketRing();

  private final AtomicBoolean scheduled = new AtomicBoolean();

  BrowserInbox(MediaLoop reader, Taker taker) {
    this.reader = reader;
    this.taker = taker;
  }

  /** A datagram of the browser's came; by the reading loop. */
  void arrived(Datagram packet, long nowNs) {
    if (!withinBudget(packet.bytes[0] & 0xFF, nowNs)) {
      overBudget++;
      return;
    }
    PacketRing waiting = ring;
    if (home == reader && (waiting == null || waiting.isEmpty())) {
      taker.accept(packet, nowNs);
      return;
    }
    if (waiting == null || !waiting.put(packet, nowNs)) {
      overflowed++;
      return;
    }
    // Looked at after the packet was put: a loop that takes the leg in looks into the ring after it
    // has said so.
    MediaLoop there = home;
    if (there != null) {
      schedule(there);
    }
  }

  private boolean withinBudget(int first, long nowNs) {
    PacketBudget budget = first < 4 ? checks : first < 64 ? handshakes : media;
    return budget.take(nowNs);
  }

  private void schedule(MediaLoop there) {
    if (scheduled.compareAndSet(false, true) && !there.offer(this)) {
      scheduled.set(false);
    }
  }

  @Override
  public void run(MediaLoop here, long nowNs) {
    // Before the look into the ring: what comes after the look comes with a turn of its own.
    scheduled.set(false);
    PacketRing waiting = ring;
    if (waiting == null || waiting.isEmpty()) {
      return;
    }
    MediaLoop there = home;
    if (there == here) {
      drain(here, waiting);
    } else if (there != null) {
      schedule(there);
    }
  }

  private void drain(MediaLoop here, PacketRing waiting) {
    Datagram packet = here.scratch();
    for (int i = 0; i < PacketRing.SLOTS; i++) {
      long arrivedNs = waiting.arrivedNs();
      if (!waiting.take(packet)) {
        return;
      }
      taker.accept(packet, arrivedNs);
    }
  }

  /** The leg is here now. */
  void attach(MediaLoop here) {
    home = here;
    PacketRing waiting = ring;
    if (waiting != null) {
      drain(here, waiting);
      if (here == reader) {
        // Only this very thread puts anything into it.
        ring = null;
      }
    }
  }

  /** The leg goes to another loop; what comes meanwhile waits for it. */
  void detach() {
    if (ring == null) {
      ring = new PacketRing();
    }
    home = null;
  }

  /** Datagrams dropped because the browser sent too many; the reading loop's. */
  long overBudget() {
    return overBudget;
  }

  /** Datagrams dropped because the leg's loop did not take them in time; the reading loop's. */
  long overflowed() {
    return overflowed;
  }
}
