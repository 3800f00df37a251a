package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convoke.fuzz.Seeds;

/** MP3 files that somebody uploads or a URL gives: at most so many seconds, or a reason. */
public final class Mp3Fuzz {
  private static final int MAX_SECONDS = 5;

  private Mp3Fuzz() {}

  public static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (String name : List.of("tone-16k-mono", "tone-22k-id3", "tone-44k-stereo-vbr")) {
      byte[] whole = Seeds.resource("/sounds/" + name + ".mp3");
      seeds.add(Arrays.copyOf(whole, Math.min(whole.length, 4_000)));
    }
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] input) {
    boolean looks = Mp3File.looksLikeOne(input);
    WavFile file;
    try {
      file = Mp3File.parse(input, MAX_SECONDS);
    } catch (WavException refused) {
      assertThat(refused.getMessage()).startsWith("The file is").hasSizeLessThan(200);
      return;
    }
    assertThat(looks).isTrue();
    assertThat(file.sampleRate()).isBetween(8_000, 48_000);
    assertThat(file.samples().length).isLessThanOrEqualTo(MAX_SECONDS * file.sampleRate());
    // The shortest frame is 24 bytes and the longest sound in one is 1152 samples.
    assertThat(file.samples().length / 1152).isLessThanOrEqualTo(input.length / 24);
  }
}
