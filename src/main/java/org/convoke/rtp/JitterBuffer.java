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
public final class JitterBuffer {
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

  /** A sequence number farther ahead than this is another stream (RFC 3550 A.1: MAX_DROPOUT). */
  private static final int MAX_DROPOUT = 3000;

  /** And one farther behind than this (A.1 MAX_MISORDER). */
  private static final int MAX_MISORDER = 100;

  /** Transit that changes by more is a jump of the sender's timestamps. */
  private static final long JUMP_NS = 1_000_000_000L;

  /** Nothing for this long is silence; until then it is concealed. */
  private static final long CONCEALED_NS = 100_000_000L;

  /** What the timing of the caller's own ticks may cost. */
  private static final long MARGIN_NS = 1_000_000L;

  /** Between too long and just right, so that the delay does not go to and fro. */
  private static final long HYSTERESIS_NS = 8_000_000L;

  /** So many packets in a row of the SSRC before are no strays: the peer went back to it. */
  private static final int STRAYS = 5;

  private static final long FRAME_NS = 20_000_000L;

  /** How far beyond the 95th percentile stragglers are still waited for. */
  private static final long ALLOWANCE_NS = 20_000_000L;

  private static final int NO_SLOT = -1;

  private final PacketStore store;
  private final DelayWindow window = new DelayWindow();
  private final long minDelayNs;
  private final long maxDelayNs;
  private int clockRate;
  private int frameTicks;
  private long extraNs;

  private boolean started;
  private boolean played;
  private boolean buffering;
  private boolean quietAnnounced;
  private int ssrc;
  private int previousSsrc;
  private int previousRun;
  private long highest;
  private long baseTimestamp;
  private long lastTimestamp;
  private int suspectSequence;

  /** The sequence number and timestamp (extended) that are due next. */
  private long head;

  private long cursor;
  private long owedTicks;
  private int typicalTicks;
  private long longSinceNs;
  private boolean isLong;
  private boolean stretchedBefore;

  private int ticks;
  private boolean jumped;
  private int payloadType;
  private int sequence;
  private long timestamp;
  private long delayNs;

  private long lateCount;
  private long duplicateCount;
  private long overflowCount;
  private long resetCount;
  private long playedTicks;
  private long concealedTicks;
  private long stretchedFrames;
  private long droppedPackets;

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
    this.minDelayNs = Math.max(0, minDelayMs * 1_000_000L - FRAME_NS);
    this.maxDelayNs = Math.max(FRAME_NS, maxDelayMs * 1_000_000L);
    reset(clockRate);
  }

  /** Forgets the stream, for a codec with another clock, a new peer or a call resumed. */
  public void reset(int newClockRate) {
    clockRate = newClockRate;
    frameTicks = newClockRate / 50;
    typicalTicks = frameTicks;
    started = false;
    suspectSequence = -1;
    forget();
  }

  private void forget() {
    store.clear();
    window.clear();
    played = false;
    buffering = true;
    quietAnnounced = false;
    owedTicks = 0;
    isLong = false;
    stretchedBefore = false;
    baseTimestamp = 0;
  }

  /**
   * Waits so much longer, for instance one packet's length so that Opus FEC has the next packet at
   * hand on a line that loses some. 0 by default.
   */
  public void extraDelayMs(int millis) {
    extraNs = millis * 1_000_000L;
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
          extendSequence(sequence),
          extendTimestamp(timestamp),
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
      store.putSoundless(extendSequence(sequence));
    }
    return code;
  }

  private int place(int seq, long rtpTimestamp, int newSsrc, boolean sound, long nowNs) {
    if (started && newSsrc == previousSsrc && newSsrc != ssrc && ++previousRun < STRAYS) {
      // What was still under way when the peer changed its SSRC.
      lateCount++;
      return LATE;
    }
    if (newSsrc == ssrc) {
      previousRun = 0;
    }
    if (!started || newSsrc != ssrc) {
      boolean first = !started;
      begin(seq, rtpTimestamp, newSsrc, sound, nowNs);
      return first ? ACCEPTED : RESET;
    }
    int delta = (short) (seq - (int) highest);
    if (delta > MAX_DROPOUT || delta < -MAX_MISORDER) {
      // One such packet is a stray; two in a row are a sender that began anew (RFC 3550 A.1).
      if (seq != suspectSequence) {
        suspectSequence = (seq + 1) & 0xFFFF;
        lateCount++;
        return LATE;
      }
      begin(seq, rtpTimestamp, newSsrc, sound, nowNs);
      return RESET;
    }
    suspectSequence = -1;
    long ext = highest + delta;
    if (store.knows(ext)) {
      duplicateCount++;
      return DUPLICATE;
    }
    if (sound) {
      long extTs = extendTimestamp(rtpTimestamp);
      long transitNs = nowNs - toNs(extTs - baseTimestamp);
      if (!window.isEmpty() && Math.abs(transitNs - window.leastNs()) > JUMP_NS) {
        begin(seq, rtpTimestamp, newSsrc, true, nowNs);
        return RESET;
      }
      if (window.isEmpty()) {
        baseTimestamp = extTs;
        transitNs = nowNs;
      }
      window.add(transitNs, nowNs);
      if (delta > 0) {
        lastTimestamp = extTs;
      }
      if (played && extTs < cursor && !buffering) {
        lateCount++;
        return LATE;
      }
    }
    if (played ? ext < head : ext <= highest - store.capacity()) {
      lateCount++;
      return LATE;
    }
    highest = Math.max(highest, ext);
    if (!played && ext < head) {
      head = ext;
    }
    if (ext - head >= store.capacity()) {
      return giveUpOldest(ext);
    }
    return ACCEPTED;
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

  private void begin(int seq, long rtpTimestamp, int newSsrc, boolean sound, long nowNs) {
    if (started) {
      resetCount++;
    }
    forget();
    previousSsrc = started ? ssrc : newSsrc;
    previousRun = 0;
    started = true;
    suspectSequence = -1;
    ssrc = newSsrc;
    // Far from zero, so that a packet that came before the first one has a number too.
    highest = 0x10000L + seq;
    head = highest;
    lastTimestamp = 0x1_0000_0000L + rtpTimestamp;
    baseTimestamp = lastTimestamp;
    if (sound) {
      window.add(nowNs, nowNs);
    }
  }

  private long extendSequence(int seq) {
    return highest + (short) (seq - (int) highest);
  }

  private long extendTimestamp(long rtpTimestamp) {
    return lastTimestamp + (int) (rtpTimestamp - lastTimestamp);
  }

  private long toNs(long rtpTicks) {
    return rtpTicks / clockRate * 1_000_000_000L
        + rtpTicks % clockRate * 1_000_000_000L / clockRate;
  }

  private long needNs() {
    long need = Math.max(window.needNs(ALLOWANCE_NS) + MARGIN_NS, minDelayNs) + extraNs;
    return Math.min(need, maxDelayNs - FRAME_NS);
  }

  /** How long before {@code nowNs} an undelayed packet with this timestamp came. */
  private long ageNs(long extTs, long nowNs) {
    return nowNs - window.leastNs() - toNs(extTs - baseTimestamp);
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
    if (!started) {
      return WAITING;
    }
    while (head <= highest && store.isSoundless(head)) {
      quietAnnounced = true;
      head++;
    }
    int slot = NO_SLOT;
    long at = head;
    for (; at <= highest; at++) {
      if (store.hasSound(at)) {
        slot = store.slot(at);
        break;
      }
    }
    if (slot == NO_SLOT) {
      return underrun();
    }
    if (!buffering) {
      int code = gapBefore(at, slot, nowNs);
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
      if (!quietAnnounced && toNs(owedTicks) <= CONCEALED_NS) {
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
    if (ageNs(cursor, nowNs) > maxDelayNs) {
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
    if (ageNs(cursor, nowNs) >= needNs()) {
      cursor += ticks;
      long left = store.timestamp(slot) - cursor;
      head = Math.max(head, at - Math.max(0, (left + typicalTicks - 1) / typicalTicks));
    } else {
      stretchedFrames++;
    }
    return LOST;
  }

  /** After a silence or at the start: begins at the first tick that leaves enough delay. */
  private int resume(long at, byte[] out, long nowNs) {
    long need = needNs();
    int slot = store.slot(at);
    long age = ageNs(store.timestamp(slot), nowNs);
    if (age < need) {
      return played ? SILENCE : WAITING;
    }
    // Nothing was heard of it yet: what is too old may go at once. Otherwise what exceeds the most.
    long most = played ? maxDelayNs : need + toNs(store.duration(slot)) + HYSTERESIS_NS;
    while (age > most && followed(at)) {
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
    long need = needNs();
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
    for (long later = nextSound(at); age > maxDelayNs && later > 0; later = nextSound(at)) {
      at = later;
      slot = store.slot(at);
      age = ageNs(store.timestamp(slot), nowNs);
      droppedPackets++;
      jumped = true;
    }
    long excess = age - need - toNs(store.duration(slot)) - HYSTERESIS_NS;
    if (excess < 0 || !followed(at)) {
      isLong &= excess >= 0;
    } else if (!isLong) {
      isLong = true;
      longSinceNs = nowNs;
    } else if (nowNs - longSinceNs >= patienceNs(excess, quiet)) {
      droppedPackets++;
      at++;
      age -= toNs(store.duration(slot));
      jumped = true;
      longSinceNs = nowNs;
    }
    return play(at, out, age);
  }

  /** The more there is to shed the sooner; a pause in the talk is used at once. */
  private static long patienceNs(long excessNs, boolean quiet) {
    if (quiet) {
      return 60_000_000L;
    }
    return excessNs > 60_000_000L
        ? 160_000_000L
        : excessNs > 20_000_000L ? 800_000_000L : 2_000_000_000L;
  }

  /** The next packet of sound after {@code at}, or -1. */
  private long nextSound(long at) {
    for (long later = at + 1; later <= highest; later++) {
      if (store.hasSound(later)) {
        return later;
      }
    }
    return -1;
  }

  /** Whether the packet after {@code at} is there and continues it without a hole. */
  private boolean followed(long at) {
    if (at >= highest || !store.hasSound(at + 1)) {
      return false;
    }
    int slot = store.slot(at);
    return store.timestamp(store.slot(at + 1)) == store.timestamp(slot) + store.duration(slot);
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
    if (!started || buffering) {
      return 0;
    }
    for (long at = head; at <= highest; at++) {
      if (store.hasSound(at)) {
        int slot = store.slot(at);
        boolean follows = store.timestamp(slot) == cursor && store.duration(slot) == ticks;
        return follows ? store.copy(slot, out) : 0;
      }
    }
    return 0;
  }

  /** How much sound the last {@link #next} stands for, in ticks of the RTP clock. */
  public int ticks() {
    return ticks;
  }

  /** The payload last returned does not continue the one before: blend it in. */
  public boolean jumped() {
    return jumped;
  }

  /** RTP timestamp of the payload last returned, 0 to 2^32-1. */
  public long timestamp() {
    return timestamp;
  }

  /** RTP sequence number of the payload last returned. */
  public int sequence() {
    return sequence;
  }

  /** RTP payload type of the payload last returned. */
  public int payloadType() {
    return payloadType;
  }

  /** How long an undelayed packet was held when last played. */
  public double delayMs() {
    return delayNs / 1e6;
  }

  /** What the delay is steered to: its upper bound on a steady line, the frame in play included. */
  public double targetMs() {
    return (needNs() + FRAME_NS) / 1e6;
  }

  /** Packets that came after their turn. */
  public long lateCount() {
    return lateCount;
  }

  public long duplicateCount() {
    return duplicateCount;
  }

  public long overflowCount() {
    return overflowCount;
  }

  public long resetCount() {
    return resetCount;
  }

  /** Ticks of sound played from packets. */
  public long playedTicks() {
    return playedTicks;
  }

  /** Ticks for which {@link #LOST} was answered, whatever the cause. */
  public long concealedTicks() {
    return concealedTicks;
  }

  /** Frames put in to make the delay longer. */
  public long stretchedFrames() {
    return stretchedFrames;
  }

  /** Packets passed over to make the delay shorter. */
  public long droppedPackets() {
    return droppedPackets;
  }

  /** 0 to 1: the concealed share of all sound since construction. */
  public double concealedShare() {
    long all = playedTicks + concealedTicks;
    return all == 0 ? 0 : (double) concealedTicks / all;
  }
}
