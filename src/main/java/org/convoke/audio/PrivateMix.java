package org.convoke.audio;

/**
 * What one listener hears who does not hear just the room: a sound played to him alone over the
 * room, or the room louder or softer. State of one output stream; levels ramp over a frame, a sound
 * that breaks off fades out in 5 ms. Allocates nothing but when the rate changes.
 */
public final class PrivateMix {
  private final Limiter limiter = new Limiter();
  private float roomGain = 1;
  private int length;
  private int sampleRate;
  private int[] sum = new int[0];
  private int[] over = new int[0];
  private float[] curve = new float[0];
  private boolean overWasHeard;

  /**
   * Mixes a frame.
   *
   * @param room the room's frame, or null for silence
   * @param roomGainNext the factor of the room's level at the end of this frame, 1 for as it is
   * @param sound the frame of what is played to the listener alone, or null for none
   * @param out gets the frame; may be {@code room} or {@code sound}
   * @param rate samples per second of all three
   */
  public void mix(short[] room, float roomGainNext, short[] sound, short[] out, int rate) {
    if (rate != sampleRate) {
      sampleRate = rate;
      length = rate / 50;
      sum = new int[length];
      over = new int[length];
      curve = Tail.curve(rate);
      overWasHeard = false;
    }
    float step = (roomGainNext - roomGain) / length;
    for (int i = 0; i < length; i++) {
      sum[i] = room == null ? 0 : Math.round(room[i] * (roomGain + step * (i + 1)));
    }
    roomGain = roomGainNext;
    if (sound != null) {
      for (int i = 0; i < length; i++) {
        over[i] = sound[i];
      }
    } else if (overWasHeard) {
      Tail.render(over, length, sampleRate, curve);
    }
    if (sound != null || overWasHeard) {
      for (int i = 0; i < length; i++) {
        sum[i] += over[i];
      }
    }
    overWasHeard = sound != null;
    limiter.process(sum, out, length);
  }

  /** The last frame was just the room's, so that the listener may go over to it without a step. */
  public boolean isPlain() {
    return roomGain == 1 && !overWasHeard && limiter.gain() == 1;
  }
}
