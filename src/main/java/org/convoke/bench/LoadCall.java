package org.convoke.bench;

import org.convoke.rtp.RtpPacket;
import org.convoke.rtp.TelephoneEventSender;

/** The sound of one call: keys its PIN, then talks or listens. Owned by the load's thread. */
final class LoadCall {
  private static final int EVENT_TYPE = 101;
  private static final int PRESS_MS = 100;
  private static final int FRAMES_BETWEEN_KEYS = 3;

  /** Half a second into the welcome. */
  private static final int FRAMES_BEFORE_KEYS = 25;

  /** Frames: a burst a second, 100 ms long. */
  private static final int BURST_PERIOD = 50;

  private static final int BURST = 5;

  /** Longer than a tone lasts in speech. */
  private static final int FRAMES_OF_A_TONE = 10;

  private static final long FRAME_NS = 20_000_000L;

  /** Its number, which is also its SSRC and gives it its slot. */
  final int index;

  final int room;

  /** Which talker of its room, or -1. */
  final int talker;

  final Reception reception = new Reception();

  /** Who calls. */
  String from;

  /** Its reception counts from the moment it has joined, not from the window's. */
  boolean measuredFromJoin;

  /** When it was over, or 0. */
  long endedNs;

  private String pin;
  private final TelephoneEventSender keys = new TelephoneEventSender(EVENT_TYPE, 8000);
  private int nextKey;
  private int wait = FRAMES_BEFORE_KEYS;
  private int sequence;
  private long timestamp;
  private long frame;
  private boolean first = true;

  /** Where its sound goes, 0 before it is known. */
  int remotePort;

  private int inARow;
  private long joinedNs;
  private long firstSoundNs;
  private long keyedNs;
  private boolean keyed;

  LoadCall(int index, int room, int talker, String pin) {
    this.index = index;
    this.room = room;
    this.talker = talker;
    this.pin = pin;
    this.from = "bench" + index;
    this.sequence = index * 7 & 0xFFFF;
    this.timestamp = index * 1000L;
  }

  /** Whether it sends the bursts that are timed. */
  boolean bursts() {
    return talker == 0;
  }

  /** Notes when the last key began; before {@link #write}. */
  void at(long nowNs) {
    if (!keyed && nextKey >= pin.length()) {
      keyed = true;
      keyedNs = nowNs;
    }
  }

  /**
   * Writes the next packet.
   *
   * @return its length; {@link #burstBegins} says whether a burst begins with it
   */
  int write(byte[] out, Tones tones) {
    burstBegins = false;
    int length = keying() ? keys.write(out, 0, sequence, index) : sound(out, tones);
    sequence = sequence + 1 & 0xFFFF;
    timestamp += Tones.FRAME;
    return length;
  }

  private boolean burstBegins;

  boolean burstBegins() {
    return burstBegins;
  }

  /**
   * Frames came: whether talker 1's tone was in the last one. A prompt may hold it for a moment.
   */
  void hears(boolean talkerOne, long nowNs) {
    if (joinedNs == 0 && nextKey >= pin.length()) {
      inARow = talkerOne ? inARow + 1 : 0;
      if (inARow == FRAMES_OF_A_TONE) {
        joinedNs = nowNs - (FRAMES_OF_A_TONE - 1) * FRAME_NS;
      }
    }
  }

  /** When talker 1 was first heard, or 0. */
  long joinedNs() {
    return joinedNs;
  }

  /** Keys this in place of the PIN; before it begins. */
  void replaceKeys(String keys) {
    pin = keys;
  }

  /** Keys more, after what it still has to key. */
  void key(String more) {
    pin += more;
  }

  /** Loud enough to be a prompt's. */
  private static final int LOUD = 0x30;

  /** A packet came; its payload begins there. */
  void sounds(byte[] packet, int payload, long nowNs) {
    for (int i = 0; firstSoundNs == 0 && i < Tones.FRAME; i++) {
      // G.711 µ-law: complemented, the lower seven bits are the magnitude.
      if ((~packet[payload + i] & 0x7F) >= LOUD) {
        firstSoundNs = nowNs;
      }
    }
  }

  /** When something was heard first, or 0. */
  long firstSoundNs() {
    return firstSoundNs;
  }

  /** When the last key began to be pressed, or 0. */
  long keyedNs() {
    return keyedNs;
  }

  private boolean keying() {
    if (!keys.isActive() && nextKey < pin.length() && --wait <= 0) {
      keys.press(pin.charAt(nextKey++), PRESS_MS, timestamp & 0xFFFFFFFFL);
      wait = FRAMES_BETWEEN_KEYS;
    }
    return keys.isActive();
  }

  private int sound(byte[] out, Tones tones) {
    byte[] payload = tones.noise((int) (index + frame));
    if (nextKey >= pin.length() && talker >= 0) {
      int phase = (int) (frame % BURST_PERIOD);
      burstBegins = bursts() && phase == 0;
      if (!bursts() || phase < BURST) {
        payload = tones.tone(talker);
      }
    }
    frame++;
    RtpPacket.writeHeader(out, 0, first, 0, sequence, timestamp & 0xFFFFFFFFL, index);
    System.arraycopy(payload, 0, out, RtpPacket.HEADER_BYTES, Tones.FRAME);
    first = false;
    return RtpPacket.HEADER_BYTES + Tones.FRAME;
  }
}
