package org.convoke.bench;

import java.util.Arrays;

/**
 * Tells the tones in a room's frames. Listeners of one room get the same frames, so each is looked
 * at once.
 */
final class RoomEar {
  /** Talkers hear mixes of their own beside the shared one. */
  private static final int REMEMBERED = 4;

  private final Tones tones;
  private final int talkers;
  private final byte[][] frames = new byte[REMEMBERED][Tones.FRAME];
  private final int[] answers = new int[REMEMBERED];
  final Bursts bursts = new Bursts();
  private int known;
  private int next;

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
}
