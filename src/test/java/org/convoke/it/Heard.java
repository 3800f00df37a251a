package org.convoke.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convoke.audio.WavFile;
import org.convoke.phone.TestPhone;

/** Which prompts a phone was played: found by correlation with the prompts' own files. */
final class Heard {
  /** Samples that are searched for: a quarter of a second of the prompt. */
  private static final int SLICE = 2000;

  /** Speech of another prompt stays below 0.5; G.711 and a jitter buffer leave above 0.9. */
  private static final double SAME = 0.75;

  private Heard() {}

  /** Waits until the phone has heard the English prompt. */
  static void await(TestPhone phone, String prompt) {
    await(phone, prompt, 0);
  }

  /** The same, of what it heard after its first {@code samples}. */
  static void await(TestPhone phone, String prompt, int samples) {
    List<short[]> slices = slices(prompt);
    int[] searched = {samples};
    Bridge.await(
        "prompt " + prompt,
        40,
        () -> {
          short[] heard = phone.heard();
          int from = Math.max(samples, searched[0] - SLICE);
          searched[0] = heard.length;
          return contains(Arrays.copyOfRange(heard, from, heard.length), slices);
        });
  }

  /** Several, for where a packet was lost a slice is not heard as it was said. */
  private static List<short[]> slices(String prompt) {
    try {
      short[] all =
          WavFile.read(Path.of("src/main/resources/prompts/en", prompt + ".wav"))
              .at(8000)
              .samples();
      List<short[]> slices = new ArrayList<>();
      for (int quarter = 1; quarter <= 3; quarter++) {
        int from = Math.max(0, all.length * quarter / 4 - SLICE / 2);
        slices.add(Arrays.copyOfRange(all, from, Math.min(all.length, from + SLICE)));
      }
      return slices;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean contains(short[] heard, List<short[]> slices) {
    return slices.stream().anyMatch(slice -> contains(heard, slice));
  }

  private static boolean contains(short[] heard, short[] slice) {
    double own = energy(slice, 0, slice.length);
    double window = energy(heard, 0, Math.min(heard.length, slice.length));
    for (int at = 0; at + slice.length <= heard.length; at++) {
      if (window > own / 100) {
        double product = 0;
        for (int i = 0; i < slice.length; i++) {
          product += slice[i] * heard[at + i];
        }
        if (product / Math.sqrt(own * window) > SAME) {
          return true;
        }
      }
      if (at + slice.length < heard.length) {
        double in = heard[at + slice.length];
        double out = heard[at];
        window += in * in - out * out;
      }
    }
    return false;
  }

  private static double energy(short[] samples, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) samples[i] * samples[i];
    }
    return sum;
  }

  /** The last part of what a phone heard, to be measured. */
  static Tones.Recording last(TestPhone phone, int millis) {
    return new Tones.Recording(phone.heardLast(millis), phone.rate());
  }
}
