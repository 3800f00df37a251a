package org.convoke.bench;

import java.util.Arrays;

/**
 * Tells the tones in a room's frames. Listeners of one room get the same frames, so each is looked
 * at once; and knows when the room's bursts began.
 */
final class RoomEar {
  /** Talkers hear mixes of their own beside the shared one. */
  private static final int REMEMBERED = 4;

  private static final int BURSTS = 4;

  private final Tones tones;
  private final int talkers;
  private final byte[][] frames = new byte[REMEMBERED][Tones.FRAME];
  private final int[] answers = new int[REMEMBERED];
  private final long[] burstNs = new long[BURSTS];
  private int known;
  private int next;
  private int bursts;

  RoomEar(Tones tones, int talkers) {
    this.tones = tones;
    this.talkers = talkers;
  }

  /** Bit k: the frame holds talker k's tone. */
  int heard(byte[] b, int offset) {
    for (int i = 0; i < known; i++) {
      if (Arrays.equals(frames[i], 0, Tones.FRAME, b, offset, offset + Tones.FRAME)) {
        return answers[i];
      }
    }
    System.arraycopy(b, offset, frames[next], 0, Tones.FRAME);
    answers[next] = tones.heard(b, offset, talkers);
    int answer = answers[next];
    next = (next + 1) % REMEMBERED;
    known = Math.max(known, next == 0 ? REMEMBERED : next);
    return answer;
  }

  /** A burst's first packet is sent. */
  void burst(long nowNs) {
    burstNs[bursts++ % BURSTS] = nowNs;
  }

  /** From the last burst begun before {@code arrivalNs} to it, or -1 when there was none. */
  long sinceBurstNs(long arrivalNs) {
    long least = -1;
    for (int i = 0; i < Math.min(bursts, BURSTS); i++) {
      long since = arrivalNs - burstNs[i];
      if (since >= 0 && (least < 0 || since < least)) {
        least = since;
      }
    }
    return least;
  }
}
