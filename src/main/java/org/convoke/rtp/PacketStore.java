package org.convoke.rtp;

// Hot path: no allocation after construction.

/** The packets of a jitter buffer, by extended sequence number, in memory reserved beforehand. */
final class PacketStore {
  private static final byte EMPTY = 0;
  private static final byte SOUND = 1;
  private static final byte SOUNDLESS = 2;

  /** Taken; remembered so that its duplicate is known. */
  private static final byte USED = 3;

  private final int mask;
  private final int maxPayloadBytes;
  private final byte[] bytes;
  private final byte[] state;
  private final long[] sequence;
  private final long[] timestamp;
  private final int[] length;
  private final int[] duration;
  private final byte[] payloadType;

  PacketStore(int capacity, int maxPayloadBytes) {
    int slots = Integer.highestOneBit(Math.max(4, capacity) * 2 - 1);
    this.mask = slots - 1;
    this.maxPayloadBytes = maxPayloadBytes;
    this.bytes = new byte[slots * maxPayloadBytes];
    this.state = new byte[slots];
    this.sequence = new long[slots];
    this.timestamp = new long[slots];
    this.length = new int[slots];
    this.duration = new int[slots];
    this.payloadType = new byte[slots];
  }

  int capacity() {
    return mask + 1;
  }

  int maxPayloadBytes() {
    return maxPayloadBytes;
  }

  void clear() {
    for (int i = 0; i <= mask; i++) {
      state[i] = EMPTY;
    }
  }

  int slot(long seq) {
    return (int) (seq & mask);
  }

  boolean knows(long seq) {
    int slot = slot(seq);
    return state[slot] != EMPTY && sequence[slot] == seq;
  }

  boolean hasSound(long seq) {
    int slot = slot(seq);
    return state[slot] == SOUND && sequence[slot] == seq;
  }

  boolean isSoundless(long seq) {
    int slot = slot(seq);
    return state[slot] == SOUNDLESS && sequence[slot] == seq;
  }

  /** The first packet of sound from one sequence number to another, or -1. */
  long nextSound(long from, long last) {
    for (long seq = from; seq <= last; seq++) {
      if (hasSound(seq)) {
        return seq;
      }
    }
    return -1;
  }

  /** Whether the packet after {@code seq} is there and continues it without a hole. */
  boolean isFollowed(long seq) {
    int at = slot(seq);
    return hasSound(seq + 1) && timestamp[slot(seq + 1)] == timestamp[at] + duration[at];
  }

  void put(long seq, long ts, byte[] b, int offset, int payloadLength, int type, int ticks) {
    int slot = slot(seq);
    state[slot] = SOUND;
    sequence[slot] = seq;
    timestamp[slot] = ts;
    length[slot] = payloadLength;
    duration[slot] = ticks;
    payloadType[slot] = (byte) type;
    System.arraycopy(b, offset, bytes, slot * maxPayloadBytes, payloadLength);
  }

  void putSoundless(long seq) {
    int slot = slot(seq);
    state[slot] = SOUNDLESS;
    sequence[slot] = seq;
  }

  long timestamp(int slot) {
    return timestamp[slot];
  }

  int duration(int slot) {
    return duration[slot];
  }

  int payloadType(int slot) {
    return payloadType[slot];
  }

  int copy(int slot, byte[] out) {
    System.arraycopy(bytes, slot * maxPayloadBytes, out, 0, length[slot]);
    return length[slot];
  }

  int take(int slot, byte[] out) {
    state[slot] = USED;
    return copy(slot, out);
  }
}
