package org.convoke.audio;

/**
 * A place in a room's sum, taken while a leg is heard and for the tick after, in which it fades:
 * what the leg adds, and what it hears, which is all but that.
 */
final class MixVoice {
  /** -58 dBFS: a step of this size is no click. */
  private static final int NO_STEP = 40;

  /** -38 dBFS: how a word begins that is not cut off. */
  private static final int SOFT = 400;

  private final Limiter limiter = new Limiter();
  Mixer.Input owner;

  /** The owner offered no frame for this tick: its tail is in the sum. */
  boolean fading;

  private int[] samples;
  private short[] minusSelf;
  private float gainBefore = 1;

  MixVoice(int length) {
    samples = new int[length];
    minusSelf = new short[length];
  }

  /** What the owner hears in this tick. */
  short[] minusSelf() {
    return minusSelf;
  }

  /** Takes the owner's frame with a gain that moves over it. */
  void take(short[] frame, float gain, float nextGain) {
    int length = samples.length;
    float step = (nextGain - gain) / length;
    if (gain == 1 && step == 0) {
      for (int i = 0; i < length; i++) {
        samples[i] = frame[i];
      }
    } else {
      for (int i = 0; i < length; i++) {
        samples[i] = Math.round(frame[i] * (gain + step * (i + 1)));
      }
    }
  }

  /** The frame taken is the first. One that begins softly stays as it is. */
  void fadeIn(float[] curve) {
    if (beginsSoftly(curve.length)) {
      return;
    }
    for (int i = 0; i < curve.length; i++) {
      samples[i] = Math.round(samples[i] * curve[i]);
    }
  }

  private boolean beginsSoftly(int length) {
    int peak = 0;
    for (int i = 0; i < length; i++) {
      peak = Math.max(peak, Math.abs(samples[i]));
    }
    return Math.abs(samples[0]) <= NO_STEP && peak <= SOFT;
  }

  /** No frame came: the last one's tail instead. */
  void fadeOut(int sampleRate, float[] curve) {
    Tail.render(samples, samples.length, sampleRate, curve);
  }

  void addTo(int[] sum) {
    for (int i = 0; i < samples.length; i++) {
      sum[i] += samples[i];
    }
  }

  void takeFrom(int[] sum) {
    for (int i = 0; i < samples.length; i++) {
      sum[i] -= samples[i];
    }
  }

  /** The gain of what the owner hears, before this tick and after it. */
  float gainBefore() {
    return gainBefore;
  }

  float gain() {
    return limiter.gain();
  }

  /** Its owner heard the shared mix until now, at this gain of its limiter. */
  void listenFrom(float sharedGain) {
    limiter.gain(sharedGain);
  }

  /** Takes the owner out of the sum and limits what is left. */
  void hear(int[] sum, int[] scratch, float sharedGain) {
    int length = samples.length;
    gainBefore = limiter.gain();
    for (int i = 0; i < length; i++) {
      scratch[i] = sum[i] - samples[i];
    }
    if (fading) {
      // From the next tick on the owner hears the shared mix: arrive at that one's gain.
      limiter.processInto(scratch, minusSelf, length, sharedGain);
    } else {
      limiter.process(scratch, minusSelf, length);
    }
  }

  /** Another rate: keeps the last frame, roughly; only a tail of 5 ms may be made of it. */
  void stretch(int length) {
    int[] stretched = new int[length];
    for (int i = 0; i < length; i++) {
      stretched[i] = samples[(int) ((long) i * samples.length / length)];
    }
    samples = stretched;
    minusSelf = new short[length];
  }
}
