package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutomaticGainTest {
  private static final int RATE = 8000;
  private final TalkDetector detector = new TalkDetector();
  private final AutomaticGain gain = new AutomaticGain();

  private short[] levelled(short[] pcm) {
    short[] out = new short[pcm.length];
    for (int t = 0; t < pcm.length / 160; t++) {
      short[] frame = Tones.frame(pcm, t, 160);
      detector.accept(frame, 160);
      gain.process(frame, 160, detector, false);
      Tones.put(frame, out, t);
    }
    return out;
  }

  private static double lastSeconds(short[] pcm, int seconds) {
    return Levels.rmsDbfs(pcm, pcm.length - seconds * RATE, seconds * RATE);
  }

  @Test
  void aQuietAndALoudVoiceEndWithinSixDecibels() {
    double quiet = lastSeconds(levelled(Tones.babble(5, 9000, -35, RATE)), 4);
    double loud =
        lastSeconds(new AutomaticGainTest().levelled(Tones.babble(5, 9000, -10, RATE)), 4);
    assertThat(loud - quiet).isBetween(0.0, 6.0);
  }

  @Test
  void aQuietAndALoudToneEndWithinSixDecibels() {
    double quiet = lastSeconds(levelled(Tones.sine(440, 6000, -35, RATE)), 2);
    double loud =
        lastSeconds(new AutomaticGainTest().levelled(Tones.sine(440, 6000, -10, RATE)), 2);
    assertThat(loud - quiet).isBetween(0.0, 6.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-12, -15, -18, -20, -22})
  void aToneOfUsualLevelStaysWithinThreeDecibels(double dbfs) {
    double out = lastSeconds(levelled(Tones.sine(440, 8000, dbfs, RATE)), 2);
    assertThat(out).isBetween(dbfs - 3, dbfs + 3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-70, -60, -50, -45})
  void noiseAloneIsNotRaised(double dbfs) {
    double out = lastSeconds(levelled(Tones.noise(4, 30_000, dbfs, RATE)), 5);
    assertThat(out).isLessThan(Math.max(dbfs + 0.5, -44));
  }

  @Test
  void pausesKeepTheGain() {
    levelled(Tones.babble(6, 8000, -32, RATE));
    float before = gain.gain();
    levelled(Tones.noise(6, 10_000, -68, RATE));
    assertThat(before).isGreaterThan(2);
    assertThat(gain.gain()).isEqualTo(before);
  }

  @Test
  void aSuddenShoutAfterWhispersIsNotClipped() {
    levelled(Tones.sine(300, 5000, -34, RATE));
    short[] out = levelled(Tones.sine(300, 400, -6, RATE));
    int rails = 0;
    for (short x : out) {
      rails += x == Short.MAX_VALUE || x == Short.MIN_VALUE ? 1 : 0;
    }
    assertThat(rails).isLessThan(20);
    assertThat(Levels.rmsDbfs(out, 160, 160)).isBetween(-8.0, -3.0);
  }

  @Test
  void aSteadyToneIsNotPumped() {
    short[] out = levelled(Tones.sine(440, 10_000, -30, RATE));
    double least = 0;
    double most = -120;
    for (int t = 300; t < 500; t++) {
      double level = Levels.rmsDbfs(out, t * 160, 160);
      least = Math.min(least, level);
      most = Math.max(most, level);
    }
    assertThat(most - least).isLessThan(0.5);
  }
}
