package org.convoke.audio;

/** First form: repeats the last pitch period, fading. */
public final class Concealment {
  private final int rate;
  private final short[] history;
  private final short[] period;
  private int periodLength;
  private int position;
  private int lostSamples;

  /**
   * @param rate samples per second, 8000 or 16000
   */
  public Concealment(int rate) {
    this.rate = rate;
    history = new short[rate / 20];
    period = new short[rate / 50];
  }

  /** Notes good sound; after a gap its beginning is changed, so that it joins on smoothly. */
  public void good(short[] pcm, int offset, int samples) {
    if (lostSamples > 0) {
      int fade = Math.min(samples, rate / 200);
      for (int i = 0; i < fade; i++) {
        int mixed = (next() * (fade - i) + pcm[offset + i] * i) / fade;
        pcm[offset + i] = (short) mixed;
      }
      lostSamples = 0;
    }
    remember(pcm, offset, samples);
  }

  /** Makes up {@code samples} samples. */
  public void lost(short[] pcm, int offset, int samples) {
    if (lostSamples == 0) {
      periodLength = pitch();
      System.arraycopy(history, history.length - periodLength, period, 0, periodLength);
      position = 0;
    }
    for (int i = 0; i < samples; i++) {
      pcm[offset + i] = next();
    }
    remember(pcm, offset, samples);
  }

  /** The same, when the sound after the gap is known. */
  public void lost(
      short[] pcm, int offset, int samples, short[] after, int afterOffset, int afterSamples) {
    lost(pcm, offset, samples);
  }

  /** Forgets the past. */
  public void reset() {
    java.util.Arrays.fill(history, (short) 0);
    lostSamples = 0;
  }

  private short next() {
    int fadeStart = rate / 100;
    int fadeEnd = rate * 6 / 100;
    int gain = Math.clamp(fadeEnd - lostSamples, 0, fadeEnd - fadeStart);
    short sample = (short) (period[position] * gain / (fadeEnd - fadeStart));
    position = position + 1 == periodLength ? 0 : position + 1;
    lostSamples = Math.min(lostSamples + 1, fadeEnd);
    return sample;
  }

  private int pitch() {
    int window = rate / 50;
    int end = history.length;
    int best = rate / 100;
    double bestScore = 0;
    for (int lag = rate / 200; lag <= rate / 67; lag++) {
      double cross = 0;
      double energy = 1;
      for (int i = end - window; i < end; i++) {
        cross += history[i] * history[i - lag];
        energy += history[i - lag] * history[i - lag];
      }
      double score = cross / Math.sqrt(energy);
      if (score > bestScore) {
        bestScore = score;
        best = lag;
      }
    }
    return best;
  }

  private void remember(short[] pcm, int offset, int samples) {
    int keep = Math.max(0, history.length - samples);
    System.arraycopy(history, history.length - keep, history, 0, keep);
    int taken = history.length - keep;
    System.arraycopy(pcm, offset + samples - taken, history, keep, taken);
  }
}
