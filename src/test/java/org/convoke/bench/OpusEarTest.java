package org.convoke.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.convoke.audio.Codecs;
import org.convoke.audio.OpusLibrary;
import org.convoke.audio.OpusSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpusEarTest {
  private static final Codecs CODECS = new Codecs(OpusLibrary.choose("java"), OpusSettings.SPEECH);
  private static final int TALKERS = 3;

  private static final long FRAME_NS = 20_000_000L;

  private final OpusVoices voices = new OpusVoices(CODECS, TALKERS);
  private long nowNs;
  private final OpusEar ear = new OpusEar(new Tones(1), TALKERS, CODECS);

  @AfterEach
  void close() {
    ear.close();
  }

  /** In how many of 50 frames each talker is heard, by a listener or by a talker's own ear. */
  private int[] heard(int voice, int whose) {
    int[] counts = new int[TALKERS];
    for (int i = 0; i < 2 * OpusVoices.FRAMES; i++) {
      byte[] payload = voices.frame(voice, i);
      nowNs += FRAME_NS;
      int heard = ear.heard(payload, 0, payload.length, whose, nowNs);
      for (int k = 0; k < TALKERS && i >= OpusVoices.FRAMES; k++) {
        counts[k] += heard >> k & 1;
      }
    }
    return counts;
  }

  @Test
  void aSteadyVoiceIsHeardAndNobodyElse() {
    int[] counts = heard(1, -1);
    assertThat(counts[1]).isGreaterThan(45);
    assertThat(counts[0]).isZero();
    assertThat(counts[2]).isZero();
    assertThat(heard(2, 0)[2]).isGreaterThan(45);
  }

  @Test
  void theFirstVoiceComesInBursts() {
    assertThat(heard(0, -1)[0]).isBetween(OpusVoices.BURST - 1, OpusVoices.BURST + 2);
    assertThat(OpusVoices.sounds(0, 49)).isFalse();
    assertThat(OpusVoices.sounds(0, 50)).isTrue();
    assertThat(OpusVoices.sounds(1, 49)).isTrue();
    assertThat(OpusVoices.sounds(-1, 0)).isFalse();
  }

  @Test
  void aQuietMicrophoneIsNotHeard() {
    assertThat(heard(-1, -1)).containsOnly(0);
    assertThat(OpusVoices.level(-1, 0)).isEqualTo((byte) 71);
    assertThat(OpusVoices.level(1, 0)).isEqualTo((byte) (0x80 | 15));
  }

  @Test
  void whatManyListenersGetIsDecodedOnce() {
    // Decoded again, the same payload would sound otherwise: the stream goes on.
    for (int i = 0; i < 200; i++) {
      byte[] payload = voices.frame(1, i);
      nowNs += FRAME_NS;
      int first = ear.heard(payload, 0, payload.length, -1, nowNs);
      byte[] moved = new byte[payload.length + 20];
      System.arraycopy(payload, 0, moved, 20, payload.length);
      assertThat(ear.heard(moved, 20, payload.length, -1, nowNs + 1)).isEqualTo(first);
    }
  }

  @Test
  void garbageIsSilence() {
    Random random = new Random(1);
    byte[] garbage = new byte[400];
    for (int length = 0; length < garbage.length; length++) {
      random.nextBytes(garbage);
      ear.heard(garbage, 0, length, -1, nowNs += FRAME_NS);
    }
    assertThat(heard(1, -1)[1]).isGreaterThan(45);
  }
}
