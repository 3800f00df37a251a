package org.convoke.audio;

/**
 * Goes on with a sound where it stopped. The sound is taken apart into what excites the vocal tract
 * and the tract's filter; the last pitch period of the excitation is repeated, mixed with noise
 * where there was no pitch, and sent through the filter, which still rings from the real sound: so
 * nothing jumps, and no delay is needed to fade over.
 */
final class Continuation {
  private static final int ORDER = 16;

  /** What is analysed, what is compared for the pitch, and the longest pitch period. */
  private static final double ANALYSED_MS = 20;

  private static final double COMPARED_MS = 11;
  private static final double MAX_LAG_MS = 16;

  /** Room for filter outputs before they are moved down. */
  private static final int MEMORY = 512;

  private final int compared;
  private final int maxLag;
  private final LinearPredictor predictor;
  private final Pitch pitch;
  private final float[] past;
  private final float[] cycle;
  private final float[] memory = new float[ORDER + MEMORY];
  private int memoryEnd;
  private int cycleLength;
  private int position;
  private float cycleShare;
  private float noiseAmplitude;
  private int random = 1;

  Continuation(int rate) {
    compared = (int) (rate * COMPARED_MS / 1000);
    maxLag = (int) (rate * MAX_LAG_MS / 1000);
    predictor = new LinearPredictor(ORDER, (int) (rate * ANALYSED_MS / 1000));
    pitch = new Pitch(rate);
    past = new float[compared + maxLag + ORDER];
    cycle = new float[maxLag];
  }

  /** How many samples of the past are looked at. */
  int memorySamples() {
    return past.length;
  }

  /** Begins after {@code history}, which holds {@link #memorySamples} samples. */
  void start(short[] history) {
    int end = past.length;
    for (int i = 0; i < end; i++) {
      past[i] = history[i];
    }
    pitch.searchBack(past, end, compared, maxLag);
    predictor.analyse(past, end);
    cycleLength = pitch.lag;
    position = 0;
    double energy = excitation(end);
    // A clear voice takes no noise; between there and none at all both add up to the same power.
    float noiseShare = (float) (1 - Math.clamp((pitch.likeness - 0.2) / 0.6, 0, 1));
    cycleShare = (float) Math.sqrt(1 - noiseShare * noiseShare);
    // Evenly distributed noise of amplitude 1 has a root mean square of 1/sqrt(3).
    noiseAmplitude = (float) (noiseShare * Math.sqrt(3 * energy / cycleLength));
    System.arraycopy(past, end - ORDER, memory, 0, ORDER);
    memoryEnd = ORDER;
  }

  private double excitation(int end) {
    float[] weights = predictor.weights;
    double energy = 0;
    for (int i = 0; i < cycleLength; i++) {
      int at = end - cycleLength + i;
      float e = past[at];
      for (int k = 1; k <= ORDER; k++) {
        e -= weights[k] * past[at - k];
      }
      cycle[i] = e;
      energy += e * e;
    }
    return energy;
  }

  /** Samples from one pitch period to the next. */
  int period() {
    return cycleLength;
  }

  /** The next sample, as loud as before. */
  float next() {
    random = random * 1664525 + 1013904223;
    float noise = (random >> 8) * 0x1p-23f;
    float sample = cycleShare * cycle[position] + noiseAmplitude * noise;
    position = position + 1 == cycleLength ? 0 : position + 1;
    if (memoryEnd == memory.length) {
      System.arraycopy(memory, memoryEnd - ORDER, memory, 0, ORDER);
      memoryEnd = ORDER;
    }
    float[] weights = predictor.weights;
    for (int k = 1; k <= ORDER; k++) {
      sample += weights[k] * memory[memoryEnd - k];
    }
    memory[memoryEnd++] = sample;
    return sample;
  }
}
