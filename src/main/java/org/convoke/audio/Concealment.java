package org.convoke.audio;

import java.util.Arrays;

/**
 * Makes up for lost frames of PCM, where the codec has no means of its own (G.711, G.722). It
 * stands where ITU-T G.711 Appendix I stands, but works on the excitation of the voice and not on
 * the waveform, adds no delay, and uses the frame after the gap where it is known.
 *
 * <p>Good sound passes unchanged, but for the first 3 to 8 ms after a gap. A gap fades to silence
 * within 200 ms. It allocates nothing after construction.
 */
public final class Concealment {
  /**
   * The level is kept so long, and has gone down to nothing at the end: late enough for a burst of
   * four packets to be heard through, which PESQ rates 0.06 higher than an end after 100 ms.
   */
  private static final double HOLD_MS = 5;

  private static final double SILENT_MS = 200;

  /** How long the made-up sound is faded into the real one after 20 ms of loss, and at most. */
  private static final double JOIN_MS = 3;

  private static final double MAX_JOIN_MS = 8;

  private final int rate;
  private final int hold;
  private final int silent;
  private final short[] history;
  private final Continuation voice;
  private final Bridge bridge;

  /** Samples made up since the last good one; counts no further than to silence. */
  private int lost;

  /** The gap was filled up to known sound, which comes next. */
  private boolean bridged;

  /**
   * @param rate samples per second, 8000 or 16000
   */
  public Concealment(int rate) {
    if (rate != 8000 && rate != 16000) {
      throw new IllegalArgumentException("concealment at " + rate + " Hz, not 8000 or 16000");
    }
    this.rate = rate;
    hold = (int) (rate * HOLD_MS / 1000);
    silent = (int) (rate * SILENT_MS / 1000);
    voice = new Continuation(rate);
    bridge = new Bridge(rate);
    history = new short[voice.memorySamples()];
  }

  /** Takes note of good sound; after a gap its beginning is changed, so that it joins smoothly. */
  public void good(short[] pcm, int offset, int samples) {
    if (lost > 0) {
      if (bridged) {
        bridge.join(pcm, offset, samples);
      } else {
        join(pcm, offset, samples);
      }
      lost = 0;
      bridged = false;
    }
    remember(pcm, offset, samples);
  }

  /** Makes up {@code samples} samples. */
  public void lost(short[] pcm, int offset, int samples) {
    if (lost == 0 || bridged) {
      voice.start(history);
      bridged = false;
    }
    for (int i = 0; i < samples; i++) {
      pcm[offset + i] = next();
    }
    remember(pcm, offset, samples);
  }

  /** The same, when the beginning of the sound after the gap is known; 20 ms of it are enough. */
  public void lost(
      short[] pcm, int offset, int samples, short[] after, int afterOffset, int afterSamples) {
    if (!bridge.suffices(afterSamples)) {
      lost(pcm, offset, samples);
      return;
    }
    int blind = Math.max(0, samples - bridge.maxGap());
    if (blind > 0) {
      lost(pcm, offset, blind);
    } else if (lost == 0 || bridged) {
      voice.start(history);
    }
    int from = offset + blind;
    int gap = samples - blind;
    short last = history[history.length - 1];
    bridge.fill(voice, gain(), last, pcm, from, gap, after, afterOffset, afterSamples);
    lost = Math.min(lost + gap, silent);
    bridged = true;
    remember(pcm, from, gap);
  }

  /** Sound was passed over: the beginning of what comes next is changed, so that it joins. */
  public void skipped() {
    if (lost == 0) {
      voice.start(history);
      lost = 1;
    }
  }

  /** Forgets the past. */
  public void reset() {
    Arrays.fill(history, (short) 0);
    lost = 0;
    bridged = false;
  }

  private void join(short[] pcm, int offset, int samples) {
    double lostMs = lost * 1000.0 / rate;
    double ms = Math.clamp(JOIN_MS + (lostMs - 20) / 5, JOIN_MS, MAX_JOIN_MS);
    int fade = Math.min(samples, (int) (rate * ms / 1000));
    for (int i = 0; i < fade; i++) {
      float weight = (i + 1f) / (fade + 1);
      pcm[offset + i] = (short) Math.round(next() * (1 - weight) + pcm[offset + i] * weight);
    }
  }

  private short next() {
    if (lost >= silent) {
      return 0;
    }
    double sample = voice.next() * gain();
    lost++;
    return (short) Math.clamp(Math.round(sample), -32768, 32767);
  }

  private double gain() {
    return lost <= hold ? 1 : (double) (silent - lost) / (silent - hold);
  }

  private void remember(short[] pcm, int offset, int samples) {
    int keep = Math.max(0, history.length - samples);
    System.arraycopy(history, history.length - keep, history, 0, keep);
    int taken = history.length - keep;
    System.arraycopy(pcm, offset + samples - taken, history, keep, taken);
  }
}
