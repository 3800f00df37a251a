package org.convoke.rtp;

// Hot path: no allocation after construction.

/**
 * Sends keys as telephone-events (RFC 4733 §2.5.1): an update each call, the end three times, long
 * presses in segments. Call {@link #write} once per 20 ms frame while {@link #isActive}, in place
 * of sound; every packet takes the stream's next sequence number.
 */
public final class TelephoneEventSender {
  private static final int END_PACKETS = 3;
  private static final int PAYLOAD_BYTES = 4;
  private static final int LONGEST_SEGMENT = 0xFFFF;
  private static final String DIGITS = "0123456789*#ABCD";

  /** -10 dBm0: what phones send. */
  private static final int VOLUME = 10;

  private final int payloadType;
  private final int clockRate;
  private boolean active;
  private boolean first;
  private int event;
  private long startTimestamp;
  private long elapsedTicks;
  private long totalTicks;
  private int endsLeft;

  /**
   * @param payloadType of telephone-event
   * @param clockRate Hz, the same as the sound's
   */
  public TelephoneEventSender(int payloadType, int clockRate) {
    this.payloadType = payloadType;
    this.clockRate = clockRate;
  }

  /**
   * Presses a key.
   *
   * @param digit 0-9 * # A-D
   * @param timestamp RTP's, of the frame in which it begins
   * @return false when the digit is none or another key is down
   */
  public boolean press(char digit, int durationMs, long timestamp) {
    int number = DIGITS.indexOf(digit);
    if (active || number < 0) {
      return false;
    }
    active = true;
    first = true;
    event = number;
    startTimestamp = timestamp;
    elapsedTicks = 0;
    totalTicks = Math.max(1, (long) durationMs * clockRate / 1000);
    endsLeft = END_PACKETS;
    return true;
  }

  /** A key is down, or its end is still being sent. */
  public boolean isActive() {
    return active;
  }

  /**
   * Writes the next packet of the press.
   *
   * @return bytes written, 16, or 0 when no key is down
   */
  public int write(byte[] out, int offset, int sequence, int ssrc) {
    if (!active) {
      return 0;
    }
    int frameTicks = clockRate / 50;
    if (elapsedTicks < totalTicks) {
      elapsedTicks = Math.min(totalTicks, elapsedTicks + frameTicks);
      if (elapsedTicks > LONGEST_SEGMENT) {
        // §2.5.1.3: the segment ends without the end flag and the next begins where it ended.
        long segment = elapsedTicks - frameTicks;
        startTimestamp += segment;
        totalTicks -= segment;
        elapsedTicks -= segment;
      }
    }
    boolean end = elapsedTicks == totalTicks;
    RtpPacket.writeHeader(out, offset, first, payloadType, sequence, startTimestamp, ssrc);
    int at = offset + RtpPacket.HEADER_BYTES;
    out[at] = (byte) event;
    out[at + 1] = (byte) ((end ? 0x80 : 0) | VOLUME);
    RtpPacket.put16(out, at + 2, (int) elapsedTicks);
    first = false;
    if (end && --endsLeft == 0) {
      active = false;
    }
    return RtpPacket.HEADER_BYTES + PAYLOAD_BYTES;
  }
}
