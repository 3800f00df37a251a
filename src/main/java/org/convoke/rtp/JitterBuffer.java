package org.convoke.rtp;

// Hot path: no allocation after construction.

/**
 * Orders a leg's packets and decides when each is heard. See package-info for the loop that drives
 * it and for the words used here.
 *
 * <p>It plays by timestamps. A packet with timestamp T is heard at: least transit seen + T + delay.
 * The delay is wanted to lie between <i>need</i> (how far the slow packets lie behind the fast
 * ones, at least the least delay) and need + one packet, and is mended by whole frames: a frame
 * concealed without moving on makes it longer, a packet passed over makes it shorter.
 *
 * <p>One owner, one thread. Times are {@code System.nanoTime}-like nanoseconds.
 */
public final class JitterBuffer extends JitterReadings {
  /** {@link #insert}: stored. */
  public static final int ACCEPTED = 0;

  /** {@link #insert}: that sequence number was there before; dropped. */
  public static final int DUPLICATE = -1;

  /** {@link #insert}: its turn has passed, or it is of no known sequence; dropped. */
  public static final int LATE = -2;

  /** {@link #insert}: stored, and older packets were given up for it; or too large and dropped. */
  public static final int OVERFLOW = -3;

  /** {@link #insert}: stored as the first of a new stream: tell the decoder to forget. */
  public static final int RESET = -4;

  /** {@link #next}: conceal {@link #ticks()}. */
  public static final int LOST = -1;

  /** {@link #next}: the peer sends nothing (silence suppression, comfort noise, hold). */
  public static final int SILENCE = -2;

  /** {@link #next}: nothing was heard of this stream yet. */
  public static final int WAITING = -3;

  /** Nothing for this long is silence; until then it is concealed. */
  private static final long CONCEALED_NS = 100_000_000L;

  private final PacketStore store;
  private final StreamOrder order = new StreamOrder();
  private final DelaySteering steering;
  private int frameTicks;

  private boolean played;
  private boolean buffering;
  private boolean quietAnnounced;

  /** The sequence number and timestamp (extended) that are due next. */
  private long head;

  private long cursor;
  private long owedTicks;
  private int typicalTicks;
  private boolean stretchedBefore;

  /** What was answered last is a lost packet's sound, which the next packet's FEC may hold. */
  private boolean recoverable;

  /**
   * @param clockRate of the RTP timestamp, Hz
   * @param minDelayMs the least target delay: the frame in play included, so 20 lets a clean line
   *     hold no more than about one frame
   * @param maxDelayMs the greatest target delay
   * @param capacity packets held at most; rounded up to a power of two
   * @param maxPayloadBytes larger payloads are refused
   */
  public JitterBuffer(
      int clockRate, int minDelayMs, int maxDelayMs, int capacity, int maxPayloadBytes) {
    this.store = new PacketStore(capacity, maxPayloadBytes);
    this.steering = new DelaySteering(minDelayMs, maxDelayMs);
    reset(clockRate);
  }

  /** Forgets the stream, for a codec with another clock, a new peer or a call resumed. */
  public void reset(int newClockRate) {
    frameTicks = newClockRate / 50;
    typicalTicks = frameTicks;
    order.forget(newClockRate);
    forget();
  }

  private void forget() {
    store.clear();
    steering.clear();
    played = false;
    buffering = true;
    quietAnnounced = false;
    owedTicks = 0;
    stretchedBefore = false;
    recoverable = false;
  }

  /**
   * Waits so much longer, for instance one packet's length so that Opus FEC has the next packet at
   * hand on a line that loses some. 0 by default.
   */
  public void extraDelayMs(int millis) {
    steering.extraDelayMs(millis);
  }

  /**
   * Stores a packet of sound.
   *
   * @param b datagram, of which {@code payloadLength} bytes from {@code payloadOffset} are copied
   * @param sequence RTP's, 0 to 65535
   * @param timestamp RTP's, 0 to 2^32-1
   * @param durationTicks what the payload holds, in ticks of the RTP clock (G.711 and G.722: its
   *     bytes; Opus: by its TOC, RFC 6716 §3.1)
   * @param nowNs when it arrived
   * @return {@link #ACCEPTED}, {@link #DUPLICATE}, {@link #LATE}, {@link #OVERFLOW} or {@link
   *     #RESET}
   */
  public int insert(
      byte[] b,
      int payloadOffset,
      int payloadLength,
      int payloadType,
      int sequence,
      long timestamp,
      int ssrc,
      int durationTicks,
      long nowNs) {
    if (payloadLength <= 0 || durationTicks <= 0 || payloadLength > store.maxPayloadBytes()) {
      overflowCount++;
      return OVERFLOW;
    }
    int code = place(sequence, timestamp, ssrc, true, nowNs);
    if (code == ACCEPTED || code == OVERFLOW || code == RESET) {
      store.put(
          order.sequence(sequence),
          order.timestamp(timestamp),
          b,
          payloadOffset,
          payloadLength,
          payloadType,
          durationTicks);
    }
    return code;
  }

  /**
   * Takes note of a packet of the same stream that holds no sound to play: comfort noise (RFC 3389)
   * or a telephone-event. It fills its place in the sequence, and says that silence follows.
   *
   * @return as {@link #insert}
   */
  public int insertSoundless(int sequence, long timestamp, int ssrc, long nowNs) {
    int code = place(sequence, timestamp, ssrc, false, nowNs);
    if (code == ACCEPTED || code == OVERFLOW || code == RESET) {
      store.putSoundless(order.sequence(sequence));
    }
    return code;
  }

  private int place(int seq, long rtpTimestamp, int ssrc, boolean sound, long nowNs) {
    switch (order.kinship(seq, ssrc)) {
      case FIRST -> {
        begin(seq, rtpTimestamp, ssrc, sound, nowNs);
        return ACCEPTED;
      }
      case ANOTHER -> {
        return beginAnew(seq, rtpTimestamp, ssrc, sound, nowNs);
      }
      case STRAY -> {
        lateCount++;
        return LATE;
      }
      case SAME -> {}
    }
    long ext = order.sequence(seq);
    if (store.knows(ext)) {
      duplicateCount++;
      return DUPLICATE;
    }
    if (sound) {
      long extTs = order.timestamp(rtpTimestamp);
      if (steering.isJump(nowNs - order.sinceBaseNs(extTs))) {
        return beginAnew(seq, rtpTimestamp, ssrc, true, nowNs);
      }
      steering.arrived(nowNs - order.sinceBaseNs(extTs), nowNs);
      order.heard(ext, extTs);
      if (played && extTs < cursor && !buffering) {
        lateCount++;
        return LATE;
      }
    }
    if (played ? ext < head : ext <= order.highest() - store.capacity()) {
      lateCount++;
      return LATE;
    }
    order.advance(ext);
    if (!played && ext < head) {
      head = ext;
    }
    return ext - head >= store.capacity() ? giveUpOldest(ext) : ACCEPTED;
  }

  private int beginAnew(int seq, long rtpTimestamp, int ssrc, boolean sound, long nowNs) {
    resetCount++;
    begin(seq, rtpTimestamp, ssrc, sound, nowNs);
    return RESET;
  }

  /** Moves the head so that {@code ext} fits. */
  private int giveUpOldest(long ext) {
    long newHead = ext - store.capacity() + 1;
    boolean gaveUp = false;
    for (long s = head; s < newHead && s < head + store.capacity(); s++) {
      gaveUp |= store.hasSound(s);
    }
    head = newHead;
    if (!gaveUp) {
      return ACCEPTED;
    }
    overflowCount++;
    buffering = true;
    return OVERFLOW;
  }

  private void begin(int seq, long rtpTimestamp, int ssrc, boolean sound, long nowNs) {
    forget();
    order.begin(seq, rtpTimestamp, ssrc);
    head = order.highest();
    if (sound) {
      steering.arrived(nowNs, nowNs);
    }
  }

  private long ageNs(long extTs, long nowNs) {
    return steering.ageNs(order.sinceBaseNs(extTs), nowNs);
  }

  /**
   * The next piece of sound, when the caller's own store of decoded sound runs below one frame.
   *
   * @param out takes the payload, at 0
   * @param nowNs when the frame is due: its tick's planned time, so that a late tick is no jitter
   * @param quiet the caller hears no voice on this leg now: a good moment to mend the delay
   * @return the payload's length, or {@link #LOST}, {@link #SILENCE}, {@link #WAITING}
   */
  public int next(byte[] out, long nowNs, boolean quiet) {
    ticks = frameTicks;
    jumped = false;
    recoverable = false;
    if (!order.isStarted()) {
      return WAITING;
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
        concealedTicks += ticks;
        return LOST;
      }
      buffering = true;
      owedTicks = 0;
    }
    return played ? SILENCE : WAITING;
  }

  /** What lies between what was heard last and the packet at hand: 0 for nothing. */
  private int gapBefore(long at, int slot, long nowNs) {
    int missing = 0;
    for (long s = head; s < at; s++) {
      if (!store.isSoundless(s)) {
        missing++;
      }
    }
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
    if (ageNs(cursor, nowNs) >= steering.needNs()) {
      cursor += ticks;
      recoverable = true;
      long left = store.timestamp(slot) - cursor;
      head = Math.max(head, at - Math.max(0, (left + typicalTicks - 1) / typicalTicks));
    } else {
      stretchedFrames++;
    }
    return LOST;
  }

  /** After a silence or at the start: begins at the first tick that leaves enough delay. */
  private int resume(long at, byte[] out, long nowNs) {
    long need = steering.needNs();
    int slot = store.slot(at);
    long age = ageNs(store.timestamp(slot), nowNs);
    if (age < need) {
      return played ? SILENCE : WAITING;
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
    return play(at, out, age);
  }

  private int continueWith(long at, byte[] out, long nowNs, boolean quiet) {
    int slot = store.slot(at);
    long need = steering.needNs();
    long age = ageNs(store.timestamp(slot), nowNs);
    owedTicks = 0;
    if (age < need && (quiet || !stretchedBefore)) {
      // Packets came later than the delay allows for: grow now, a frame at a time.
      stretchedBefore = true;
      stretchedFrames++;
      ticks = pieceTicks();
      concealedTicks += ticks;
      return LOST;
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
    return play(at, out, age);
  }

  private int play(long at, byte[] out, long age) {
    int slot = store.slot(at);
    ticks = store.duration(slot);
    typicalTicks = ticks;
    timestamp = store.timestamp(slot) & 0xFFFFFFFFL;
    sequence = (int) at & 0xFFFF;
    payloadType = store.payloadType(slot);
    cursor = store.timestamp(slot) + ticks;
    head = at + 1;
    owedTicks = 0;
    buffering = false;
    played = true;
    delayNs = age;
    playedTicks += ticks;
    int length = store.take(slot, out);
    // Opus DTX: a packet of one or two bytes says that nothing follows for a while.
    quietAnnounced = length <= 2;
    return length;
  }

  /**
   * After {@link #LOST}: the packet that follows directly on what is being concealed, for Opus
   * in-band FEC.
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
    return (steering.needNs() + DelaySteering.FRAME_NS) / 1e6;
  }
}
