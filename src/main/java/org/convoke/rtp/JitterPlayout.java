package org.convoke.rtp;

// Hot path: no allocation after construction.

/**
 * The way out of a jitter buffer: what is heard in the next frame, and how the delay follows the
 * line. {@link JitterBuffer} is the way in.
 */
abstract class JitterPlayout extends JitterReadings {
  /** Nothing for this long is silence; until then it is concealed, and the decoder fades. */
  private static final long CONCEALED_NS = 200_000_000L;

  final PacketStore store;
  final StreamOrder order = new StreamOrder();
  final DelaySteering steering;
  int frameTicks;
  int typicalTicks;

  /** Something of this stream was heard already. */
  boolean played;

  boolean buffering;

  /** The sequence number (extended) that is due next. */
  long head;

  /** The timestamp (extended) that is due next. */
  long cursor;

  private boolean quietAnnounced;
  private long owedTicks;

  /** Made up while nothing came; whether anything was lost the next packet tells. */
  private long doubtfulTicks;

  private boolean stretchedBefore;

  /** What was answered last is a lost packet's sound, which the next packet's FEC may hold. */
  private boolean recoverable;

  /** The gap that is being concealed was counted. */
  private boolean inGap;

  JitterPlayout(PacketStore store, DelaySteering steering) {
    this.store = store;
    this.steering = steering;
  }

  final void forget() {
    store.clear();
    steering.clear();
    played = false;
    buffering = true;
    quietAnnounced = false;
    owedTicks = 0;
    doubtfulTicks = 0;
    stretchedBefore = false;
    recoverable = false;
    inGap = false;
  }

  /**
   * The next piece of sound, when the caller's own store of decoded sound runs below one frame.
   *
   * @param out takes the payload, at 0
   * @param nowNs when the frame is due: its tick's planned time, so that a late tick is no jitter
   * @param quiet the caller hears no voice on this leg now: a good moment to mend the delay
   * @return the payload's length, or {@link JitterBuffer#LOST}, {@link JitterBuffer#SILENCE},
   *     {@link JitterBuffer#WAITING}
   */
  public int next(byte[] out, long nowNs, boolean quiet) {
    ticks = frameTicks;
    jumped = false;
    recoverable = false;
    if (!order.isStarted()) {
      return JitterBuffer.WAITING;
    }
    while (head <= order.highest() && store.isSoundless(head)) {
      quietAnnounced = true;
      head++;
    }
    long at = store.nextSound(head, order.highest());
    if (at < 0) {
      return underrun();
    }
    if (!buffering) {
      int code = gapBefore(at, store.slot(at), nowNs);
      if (code != 0) {
        return code;
      }
    }
    return buffering ? resume(at, out, nowNs) : continueWith(at, out, nowNs, quiet);
  }

  /** What is put in at one time: a frame, or half of one where packets and frames differ. */
  private int pieceTicks() {
    return typicalTicks % frameTicks == 0 ? frameTicks : frameTicks / 2;
  }

  private int underrun() {
    if (!buffering) {
      owedTicks += pieceTicks();
      if (!quietAnnounced && order.toNs(owedTicks) <= CONCEALED_NS) {
        ticks = pieceTicks();
        doubtfulTicks += ticks;
        return JitterBuffer.LOST;
      }
      buffering = true;
      owedTicks = 0;
    }
    return played ? JitterBuffer.SILENCE : JitterBuffer.WAITING;
  }

  /** What lies between what was heard last and the packet at hand: 0 for nothing. */
  private int gapBefore(long at, int slot, long nowNs) {
    int missing = missing(at);
    long gap = store.timestamp(slot) - cursor;
    int each = Math.max(1, Math.min(typicalTicks, store.duration(slot)));
    if (gap <= 0) {
      return 0;
    }
    if (missing == 0) {
      // Consecutive numbers and a hole in time: the peer was silent. The delay may change freely.
      buffering = true;
      owedTicks = 0;
      return 0;
    }
    long lost = Math.min(gap, (long) missing * typicalTicks);
    if (ageNs(cursor, nowNs) > steering.maxDelayNs()) {
      cursor = store.timestamp(slot);
      return 0;
    }
    // What was concealed while nothing was there counts for the packets now known to be lost.
    long paid = Math.min(owedTicks, lost);
    if (paid > 0 && !inGap) {
      inGap = true;
      steering.losses().gap(nowNs);
    }
    owedTicks -= paid;
    cursor += paid;
    lost -= paid;
    if (lost <= 0) {
      if (gap > paid) {
        buffering = true;
      }
      owedTicks = 0;
      return 0;
    }
    ticks = (int) Math.min(Math.min(frameTicks, each), lost);
    concealedTicks += ticks;
    if (ageNs(cursor, nowNs) >= steering.lineNeedNs()) {
      if (!inGap) {
        inGap = true;
        steering.losses().gap(nowNs);
      }
      cursor += ticks;
      recoverable = true;
      long left = store.timestamp(slot) - cursor;
      head = Math.max(head, at - Math.max(0, (left + typicalTicks - 1) / typicalTicks));
    } else {
      stretchedFrames++;
    }
    return JitterBuffer.LOST;
  }

  private int missing(long before) {
    int missing = 0;
    for (long s = head; s < before; s++) {
      if (!store.isSoundless(s)) {
        missing++;
      }
    }
    return missing;
  }

  /** After a silence or at the start: begins at the first tick that leaves enough delay. */
  private int resume(long at, byte[] out, long nowNs) {
    long need = steering.needNs(nowNs);
    int slot = store.slot(at);
    long age = ageNs(store.timestamp(slot), nowNs);
    if (age < need) {
      return played ? JitterBuffer.SILENCE : JitterBuffer.WAITING;
    }
    // Nothing was heard of it yet: what is too old may go at once. Otherwise what exceeds the most.
    long most =
        played
            ? steering.maxDelayNs()
            : need + order.toNs(store.duration(slot)) + DelaySteering.HYSTERESIS_NS;
    while (age > most && store.isFollowed(at)) {
      droppedPackets++;
      at++;
      slot = store.slot(at);
      age = ageNs(store.timestamp(slot), nowNs);
    }
    jumped = true;
    return play(at, out, age, need);
  }

  private int continueWith(long at, byte[] out, long nowNs, boolean quiet) {
    int slot = store.slot(at);
    long need = steering.needNs(nowNs);
    long age = ageNs(store.timestamp(slot), nowNs);
    owedTicks = 0;
    if (age >= need) {
      steering.isEnough();
    } else if ((quiet || !stretchedBefore) && steering.grows(age, quiet, nowNs)) {
      // Packets came later than the delay allows for: a frame at a time.
      stretchedBefore = true;
      stretchedFrames++;
      ticks = pieceTicks();
      concealedTicks += ticks;
      return JitterBuffer.LOST;
    }
    stretchedBefore = false;
    for (long later = store.nextSound(at + 1, order.highest());
        age > steering.maxDelayNs() && later >= 0;
        later = store.nextSound(at + 1, order.highest())) {
      at = later;
      slot = store.slot(at);
      age = ageNs(store.timestamp(slot), nowNs);
      droppedPackets++;
      jumped = true;
    }
    long heldNs = order.toNs(store.duration(slot));
    if (steering.sheds(age - need - heldNs, store.isFollowed(at), quiet, nowNs)) {
      droppedPackets++;
      at++;
      age -= heldNs;
      jumped = true;
    }
    return play(at, out, age, need);
  }

  private int play(long at, byte[] out, long age, long need) {
    int slot = store.slot(at);
    ticks = store.duration(slot);
    typicalTicks = ticks;
    boolean wasSilent = store.timestamp(slot) > cursor && missing(at) == 0;
    concealedTicks += wasSilent ? 0 : doubtfulTicks;
    doubtfulTicks = 0;
    timestamp = store.timestamp(slot) & 0xFFFFFFFFL;
    sequence = (int) at & 0xFFFF;
    payloadType = store.payloadType(slot);
    cursor = store.timestamp(slot) + ticks;
    head = at + 1;
    owedTicks = 0;
    inGap = false;
    buffering = false;
    played = true;
    delayNs = age;
    surplusNs = age - need;
    playedTicks += ticks;
    int length = store.take(slot, out);
    // Opus DTX: a packet of one or two bytes says that nothing follows for a while.
    quietAnnounced = length <= 2;
    return length;
  }

  /**
   * After {@link JitterBuffer#LOST}: the packet that follows directly on what is being concealed,
   * for Opus in-band FEC.
   *
   * @return its length, copied into {@code out} and left in the buffer, or 0 when it is not there
   */
  public int peekNext(byte[] out) {
    long at = recoverable ? store.nextSound(head, order.highest()) : -1;
    if (at < 0) {
      return 0;
    }
    int slot = store.slot(at);
    boolean follows = store.timestamp(slot) == cursor && store.duration(slot) == ticks;
    return follows ? store.copy(slot, out) : 0;
  }

  /** What the delay is steered to: its upper bound on a steady line, the frame in play included. */
  public double targetMs() {
    return (steering.lineNeedNs() + DelaySteering.FRAME_NS) / 1e6;
  }

  private long ageNs(long extTs, long nowNs) {
    return steering.ageNs(order.sinceBaseNs(extTs), nowNs);
  }
}
