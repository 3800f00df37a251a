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
public final class JitterBuffer extends JitterPlayout {
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
    super(new PacketStore(capacity, maxPayloadBytes), new DelaySteering(minDelayMs, maxDelayMs));
    reset(clockRate);
  }

  /** Forgets the stream, for a codec with another clock, a new peer or a call resumed. */
  public void reset(int newClockRate) {
    frameTicks = newClockRate / 50;
    typicalTicks = frameTicks;
    order.forget(newClockRate);
    forget();
  }

  /** Waits so much longer than the line needs. 0 by default. */
  public void extraDelayMs(int millis) {
    steering.extraDelayMs(millis);
  }

  /**
   * While packets are lost on this line, waits for one frame more, so that the packet after a lost
   * one is at hand ({@link #peekNext}): for Opus its copy of the lost one, for G.711 the sound on
   * the other side of the gap. Off by default.
   */
  public void looksAhead(boolean looks) {
    steering.looksAhead(looks);
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
        steering.losses().wasLate();
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
}
