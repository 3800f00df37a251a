package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TalkDetectorTest {
  private final TalkDetector detector = new TalkDetector();

  private int framesWithSound(short[] pcm, int length) {
    int count = 0;
    for (int t = 0; t < pcm.length / length; t++) {
      count += detector.accept(Tones.frame(pcm, t, length), length) ? 1 : 0;
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(doubles = {-60, -66, -80})
  void aFaintLineIsIgnored(double dbfs) {
    assertThat(framesWithSound(Tones.noise(1, 10_000, dbfs, 8000), 160)).isZero();
    assertThat(framesWithSound(Tones.sine(1000, 2000, dbfs, 8000), 160)).isZero();
    assertThat(detector.speaking()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16000, 48000})
  void aVoiceOfMinusFiftyIsHeardFromItsFirstFrame(int rate) {
    short[] voice = Tones.sine(300, 1000, -50, rate);
    assertThat(framesWithSound(voice, rate / 50)).isEqualTo(50);
    assertThat(detector.speaking()).isTrue();
  }

  @Test
  void aWordThatBeginsInTheLastMillisecondsOpensAtOnce() {
    short[] frame = new short[160];
    System.arraycopy(Tones.sine(300, 20, -25, 8000), 0, frame, 148, 12);
    assertThat(detector.accept(frame, 160)).isTrue();
  }

  /** So a word that begins softly is whole where nothing but silence came before it. */
  @Test
  void whatEndsDigitalSilenceIsSoundHoweverSoft() {
    short[] soft = Tones.noise(3, 20, -63, 8000);
    for (int i = 0; i < 15; i++) {
      assertThat(detector.accept(soft, 160)).as("noise from the start").isFalse();
    }
    for (int i = 0; i < 15; i++) {
      assertThat(detector.accept(new short[160], 160)).isFalse();
    }
    assertThat(detector.accept(soft, 160)).isTrue();
    assertThat(detector.speaking()).isFalse();
  }

  /** Its noise was there all the while. */
  @Test
  void aLineThatWasAwayIsNoLineWithoutNoise() {
    short[] soft = Tones.noise(3, 20, -63, 8000);
    for (int i = 0; i < 30; i++) {
      detector.accept(new short[160], 160);
    }
    for (int i = 0; i < 30; i++) {
      assertThat(detector.acceptSilence()).isFalse();
    }
    assertThat(detector.accept(soft, 160)).isFalse();
  }

  @Test
  void aConstantOffsetIsNoSound() {
    short[] frame = new short[160];
    java.util.Arrays.fill(frame, (short) 900);
    assertThat(detector.accept(frame, 160)).isFalse();
  }

  @Test
  void aSteadyToneStaysSpeechForAMinute() {
    short[] tone = Tones.sine(440, 1000, -30, 8000);
    for (int second = 0; second < 60; second++) {
      assertThat(framesWithSound(tone, 160)).isEqualTo(50);
    }
    assertThat(detector.speaking()).isTrue();
  }

  @Test
  void noiseIsLearntAndVoicesAboveItAreStillSpeech() {
    framesWithSound(Tones.noise(2, 20_000, -47, 8000), 160);
    assertThat(detector.speaking()).isFalse();
    framesWithSound(Tones.sine(440, 100, -35, 8000), 160);
    assertThat(detector.speaking()).isTrue();
  }

  @Test
  void speakingOutlastsPausesBetweenWordsAndIgnoresAClick() {
    short[] click = new short[160];
    click[80] = 20000;
    detector.accept(click, 160);
    assertThat(detector.speaking()).isFalse();
    assertThat(detector.hasSound()).isTrue();
    short[] word = Tones.sine(300, 200, -25, 8000);
    framesWithSound(word, 160);
    int silentFrames = 0;
    while (detector.speaking()) {
      detector.acceptSilence();
      silentFrames++;
    }
    assertThat(silentFrames * 20).isBetween(300, 500);
    assertThat(detector.hasSound()).isFalse();
  }

  @Test
  void babbleLosesOnlyWhatLiesLongAfterWords() {
    short[] voice = Tones.babble(3, 20_000, -35, 8000);
    double lost = 0;
    for (int t = 0; t < voice.length / 160; t++) {
      short[] frame = Tones.frame(voice, t, 160);
      lost += detector.accept(frame, 160) ? 0 : Levels.meanSquare(frame, 0, 160) * 160;
    }
    double all = Levels.meanSquare(voice, 0, voice.length) * voice.length;
    assertThat(10 * Math.log10((lost + 1e-9) / all)).isLessThan(-40);
  }
}
