package org.convoke.phone;

import java.util.Arrays;
import org.convoke.audio.WavFile;

/**
 * What the phone says: 20 ms frames, each named by its number since the last full second of the
 * wall clock.
 */
interface Voice {
  /** Fills {@code pcm} with the frame; {@code frameOfSecond} is 0 to 49. */
  void fill(short[] pcm, int frameOfSecond);

  Voice SILENCE = (pcm, frameOfSecond) -> Arrays.fill(pcm, (short) 0);

  /**
   * A sine at -12 dBFS that pauses in the last 100 ms of each second, so that its return can be
   * timed.
   */
  static Voice tone(int hz, int sampleRate) {
    return new Voice() {
      private long sample;

      @Override
      public void fill(short[] pcm, int frameOfSecond) {
        for (int i = 0; i < pcm.length; i++) {
          double phase = 2 * Math.PI * hz * (sample++ % sampleRate) / sampleRate;
          pcm[i] = (short) (frameOfSecond < 45 ? Math.round(8231 * Math.sin(phase)) : 0);
        }
      }
    };
  }

  /** A file, over and over. */
  static Voice file(WavFile wav, int sampleRate) {
    short[] samples = wav.at(sampleRate).samples();
    return new Voice() {
      private int next;

      @Override
      public void fill(short[] pcm, int frameOfSecond) {
        for (int i = 0; i < pcm.length; i++) {
          pcm[i] = samples.length == 0 ? 0 : samples[next];
          next = samples.length == 0 ? 0 : (next + 1) % samples.length;
        }
      }
    };
  }
}
