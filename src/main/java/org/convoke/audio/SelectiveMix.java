package org.convoke.audio;

import java.util.Arrays;

/**
 * What one hears in a room who does not hear all: the room's sum without some. It is made only
 * while one of those is in the sum; see {@link Mixer#heardBy(Mixer.Input, SelectiveMix)}. State of
 * one output stream; allocates when it is made and when the rate changes.
 */
public final class SelectiveMix {
  private final Limiter limiter = new Limiter();
  private int[] unheard;
  private short[] out = new short[0];
  private boolean running;

  /** {@code keys} of the inputs that are not heard. */
  public SelectiveMix(int[] keys) {
    unheard(keys);
  }

  /** Others are not heard now. */
  public void unheard(int[] keys) {
    unheard = keys.clone();
    Arrays.sort(unheard);
  }

  boolean leavesOut(int key) {
    return Arrays.binarySearch(unheard, key) >= 0;
  }

  /** It is not needed: its listener hears what others hear. */
  void rest() {
    running = false;
  }

  /**
   * Limits what is left of the sum.
   *
   * @param gainBefore the gain of what its listener would else have heard, before this frame
   * @param gainAfter and after it
   * @param last from the next frame on it is not needed, so it arrives at that gain
   */
  short[] limit(int[] left, int length, float gainBefore, float gainAfter, boolean last) {
    if (out.length != length) {
      out = new short[length];
    }
    if (!running) {
      limiter.gain(gainBefore);
    }
    running = !last;
    if (last) {
      limiter.processInto(left, out, length, gainAfter);
    } else {
      limiter.process(left, out, length);
    }
    return out;
  }
}
