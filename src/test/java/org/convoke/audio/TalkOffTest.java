package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nobody dials by talking: over 40 minutes of voices and music, and all that we play ourselves,
 * through A-law as a phone sends it, not one key.
 */
class TalkOffTest {
  private static final int RATE = 8000;
  private static final int SECONDS = 120;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 15);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void voicesDialNothing(long seed) {
    assertSilentKeys("voice " + seed, Voices.vowels(seed, SECONDS), 1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void melodiesDialNothing(long seed) {
    assertSilentKeys("music " + seed, Voices.music(seed, SECONDS / 2), 1);
  }

  @Test
  void ourOwnPromptsAndMusicDialNothingHoweverLoud() {
    SoundLibrary library = new SoundLibrary();
    for (double gain : new double[] {0.4, 2}) {
      for (String language : SoundLibrary.languages()) {
        for (String name : library.names(language)) {
          short[] prompt = library.samples(new Sound.Prompt(language, name), RATE);
          assertSilentKeys(language + " " + name, prompt, gain);
        }
      }
      assertSilentKeys("hold music", library.samples(new Sound.Music(), RATE), gain);
    }
  }

  private static void assertSilentKeys(String what, short[] pcm, double gain) {
    InbandDtmf detector = new InbandDtmf();
    StringBuilder heard = new StringBuilder();
    short[] frame = new short[160];
    for (int at = 0; at + frame.length <= pcm.length; at += frame.length) {
      for (int i = 0; i < frame.length; i++) {
        short loud = Limiter.clamp((float) (gain * pcm[at + i]));
        frame[i] = G711.A_LAW.decode(G711.A_LAW.encode(loud));
      }
      char key = detector.accept(frame, frame.length);
      if (key != InbandDtmf.NONE) {
        heard.append(key).append(" at ").append(at / RATE).append(" s ");
      }
    }
    assertThat(heard).as(what).isEmpty();
  }
}
