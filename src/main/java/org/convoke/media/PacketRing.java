package org.convoke.media;

import java.util.concurrent.atomic.AtomicLong;

// Hot path: no allocation after construction.

/** Packets on their way from the loop that reads them to the loop of their leg: one and one. */
final class PacketRing {
  /** At the most that a leg may send (200 a second) a stop of 160 ms. */
  static final int SLOTS = 32;

  /** What an Ethernet frame carries, or less; who sends more is cut off. */
  static final int MAX_BYTES = 1500;

  private final byte[] bytes = new byte[SLOTS * MAX_BYTES];
  private final int[] lengths = new int[SLOTS];
  private final long[] arrivedNs = new long[SLOTS];
  private final Endpoint[] sources = new Endpoint[SLOTS];

  /** Counts what was put in, and what was taken out. */
  private final AtomicLong put = new AtomicLong();

  private final AtomicLong taken = new AtomicLong();

  PacketRing() {
    for (int i = 0; i < SLOTS; i++) {
      sources[i] = new Endpoint();
    }
  }

  /** By the reading loop: copies the packet; false when there is no room for it. */
  boolean put(Datagram packet, long nowNs) {
    long at = put.get();
    if (at - taken.get() == SLOTS || packet.length > MAX_BYTES) {
      return false;
    }
    int slot = (int) (at % SLOTS);
    System.arraycopy(packet.bytes, 0, bytes, slot * MAX_BYTES, packet.length);
    lengths[slot] = packet.length;
    sources[slot].set(packet.source);
    arrivedNs[slot] = nowNs;
    put.set(at + 1);
    return true;
  }

  boolean isEmpty() {
    return put.get() == taken.get();
  }

  /** By the leg's loop: when the packet that {@link #take} gives next arrived; not when empty. */
  long arrivedNs() {
    return arrivedNs[(int) (taken.get() % SLOTS)];
  }

  /** By the leg's loop: copies the next packet out; false when there is none. */
  boolean take(Datagram into) {
    long at = taken.get();
    if (at == put.get()) {
      return false;
    }
    int slot = (int) (at % SLOTS);
    into.length = lengths[slot];
    System.arraycopy(bytes, slot * MAX_BYTES, into.bytes, 0, into.length);
    into.source.set(sources[slot]);
    taken.set(at + 1);
    return true;
  }
}
