package org.convoke.media;

import org.convoke.audio.Clip;
import org.convoke.audio.Resampler;

// Hot path: no allocation but when the rate changes.

/** Reads one clip at a time, at the rate of whoever hears it, 20 ms of it being made at once. */
final class ClipReader {
  private static final int FRAME = Clip.RATE / 50;

  /** 20 ms at 48 kHz. */
  private static final int LONGEST = 960;

  /** What the resampler still holds when the clip is at its end: 2.5 ms. */
  private static final int TAIL = 40;

  private final short[] in = new short[FRAME];
  private final short[] made = new short[LONGEST];
  private Resampler resampler;
  private int rate;
  private Clip clip;
  private int next;
  private int madeFrom;
  private int madeTo;

  /** Reads this clip from its beginning. */
  void begin(Clip newClip) {
    clip = newClip;
    next = 0;
    madeFrom = 0;
    madeTo = 0;
    if (resampler != null) {
      resampler.reset();
    }
  }

  /** Forgets the clip. */
  void end() {
    clip = null;
  }

  /** Another rate, in samples per second; what was made at the old one is lost: 20 ms at most. */
  void rate(int newRate) {
    if (rate != newRate) {
      rate = newRate;
      resampler = newRate == Clip.RATE ? null : new Resampler(Clip.RATE, newRate);
      madeFrom = 0;
      madeTo = 0;
    }
  }

  /** Fills {@code out}; returns fewer than {@code room} samples only at the clip's end. */
  int take(short[] out, int offset, int room) {
    int taken = 0;
    while (taken < room) {
      if (madeFrom == madeTo && !make()) {
        break;
      }
      int n = Math.min(room - taken, madeTo - madeFrom);
      System.arraycopy(made, madeFrom, out, offset + taken, n);
      madeFrom += n;
      taken += n;
    }
    return taken;
  }

  private boolean make() {
    int end = clip.length() + (resampler == null ? 0 : TAIL);
    int length = Math.min(FRAME, end - next);
    if (length <= 0) {
      return false;
    }
    int read = clip.copy(next, in, 0, length);
    next += length;
    for (int i = read; i < FRAME; i++) {
      in[i] = 0;
    }
    if (resampler == null) {
      System.arraycopy(in, 0, made, 0, FRAME);
    } else {
      resampler.process(in, 0, FRAME, made, 0);
    }
    madeFrom = 0;
    madeTo = (int) ((long) length * rate / Clip.RATE);
    return madeTo > 0 || make();
  }
}
