package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.convoke.audio.Clip;
import org.convoke.audio.Codec;
import org.convoke.audio.Levels;
import org.convoke.audio.Sound;
import org.convoke.audio.ToneGenerator;
import org.convoke.bus.LegEvent.PlaybackEnded;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clips at all rates, how often and how loud they are. */
class ClipsTest {
  private static final RoomId ROOM = RoomId.random();
  private final TestBridge bridge = new TestBridge();

  private static Sound tone(double hz, int millis, int rate) {
    return new Sound.Recording(Clip.of(ToneGenerator.sine(hz, millis, -20, rate), rate));
  }

  private void play(TestPhone phone, long id, int times, float gain, Sound... sounds) {
    bridge.plane.play(phone.leg, new Playback(id, List.of(sounds), times, gain));
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void aClipIsHeardAtEachRateAsLongAsItIs(Codec codec) {
    TestPhone phone = bridge.call(codec, 500);
    bridge.run(200);
    phone.forgetHeard();
    play(phone, 3, 1, 1, tone(1000, 730, 22_050));
    bridge.run(700);
    assertThat(phone.hears(1000, 60)).isCloseTo(-20, within(1.5));
    assertThat(bridge.events(PlaybackEnded.class)).isEmpty();
    bridge.run(100);
    assertThat(bridge.events(PlaybackEnded.class))
        .containsExactly(new PlaybackEnded(phone.leg, 3, false));
    phone.forgetHeard();
    bridge.run(200);
    assertThat(phone.hears(1000, 40)).isLessThan(-60);
  }

  @Test
  void itIsHeardInARoomWhoseRateChangesMeanwhile() {
    TestPhone phone = bridge.call(Codec.PCMU, 500, ROOM);
    phone.talking = false;
    bridge.run(200);
    play(phone, 1, 1, 1, tone(1000, 2000, 16_000));
    bridge.run(500);
    TestPhone wide = bridge.call(Codec.OPUS, 700, ROOM);
    wide.talking = false;
    bridge.run(300);
    phone.forgetHeard();
    bridge.run(500);
    assertThat(phone.hears(1000, 0)).isCloseTo(-20, within(1.5));
    bridge.plane.leave(wide.leg);
    bridge.run(100);
    phone.forgetHeard();
    bridge.run(300);
    assertThat(phone.hears(1000, 0)).isCloseTo(-20, within(1.5));
    bridge.run(500);
    assertThat(bridge.events(PlaybackEnded.class)).hasSize(1);
  }

  @Test
  void aListIsPlayedAsOftenAsToldWithoutAHole() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    bridge.run(100);
    play(phone, 1, 3, 1, tone(1000, 205, 16_000), tone(1000, 101, 8000));
    bridge.run(890);
    assertThat(bridge.events(PlaybackEnded.class)).isEmpty();
    bridge.run(80);
    assertThat(bridge.events(PlaybackEnded.class)).hasSize(1);
  }

  @Test
  void anEndlessClipGoesOnUntilItIsStoppedAndOthersAreNotStoppedForIt() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    play(phone, 1, 0, 1, tone(1000, 100, 16_000));
    bridge.run(1500);
    bridge.plane.stop(phone.leg, 2);
    bridge.run(100);
    assertThat(bridge.events(PlaybackEnded.class)).isEmpty();
    bridge.plane.stop(phone.leg, 1);
    bridge.run(20);
    assertThat(bridge.events(PlaybackEnded.class))
        .containsExactly(new PlaybackEnded(phone.leg, 1, true));
  }

  @Test
  void aClipNeitherBeginsNorEndsWithAClick() {
    short[] abrupt = new short[16_040];
    for (int i = 0; i < abrupt.length; i++) {
      abrupt[i] = (short) (12_000 * Math.cos(2 * Math.PI * 200 * i / 16_000));
    }
    Sound sound = new Sound.Recording(Clip.of(abrupt, 16_000));
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    bridge.run(200);
    phone.forgetHeard();
    play(phone, 1, 1, 1, sound);
    bridge.run(403);
    bridge.plane.stop(phone.leg);
    bridge.run(100);
    play(phone, 2, 2, 1, sound);
    bridge.run(2300);
    // The sound's own greatest step is 1885, and mu-law's steps are up to 512.
    assertThat(phone.greatestStep(0)).isLessThan(2700);
  }

  @Test
  void itIsAsLoudAsItsLevelSaysAndNeverDistorts() {
    TestPhone phone = bridge.call(Codec.G722, 500);
    double[] levels = {0, -0.5, -0.9, 1};
    double[] dbfs = {-20, -26, -40, -10};
    for (int i = 0; i < levels.length; i++) {
      play(phone, i, 1, Playback.gainOf(levels[i]), tone(1000, 600, 16_000));
      bridge.run(100);
      phone.forgetHeard();
      bridge.run(400);
      assertThat(phone.hears(1000, 0)).isCloseTo(dbfs[i], within(1.0));
    }
    play(phone, 8, 1, Playback.gainOf(-1), tone(1000, 600, 16_000));
    bridge.run(100);
    phone.forgetHeard();
    bridge.run(300);
    assertThat(phone.hears(1000, 0)).isLessThan(-70);
    short[] loud = ToneGenerator.sine(1000, 600, -5, 16_000);
    play(phone, 9, 1, Playback.gainOf(1), new Sound.Recording(Clip.of(loud, 16_000)));
    bridge.run(100);
    phone.forgetHeard();
    bridge.run(400);
    assertThat(phone.hears(1000, 0)).isBetween(-4.0, -2.5);
    // A clipped sine has its third harmonic at -10 dB of it and worse.
    assertThat(phone.hears(3000, 0)).isLessThan(-40);
  }

  @Test
  void levelsAreFactors() {
    assertThat(Playback.gainOf(0)).isEqualTo(1);
    assertThat(Playback.gainOf(-1)).isZero();
    assertThat(Playback.gainOf(-0.3)).isCloseTo(0.7f, within(1e-6f));
    assertThat(Playback.gainOf(1)).isCloseTo(Levels.factor(10), within(1e-3f));
    assertThat(Playback.gainOf(7)).isEqualTo(Playback.gainOf(1));
    assertThat(Playback.gainOf(Double.NaN)).isEqualTo(1);
    assertThatThrownBy(() -> new Playback(1, List.of(), -1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Playback(1, List.of(), 1, Float.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClipKnowsItsLength() {
    Clip clip = Clip.of(new short[4410], 44_100);
    assertThat(clip.millis()).isEqualTo(100);
    assertThat(clip.length()).isEqualTo(1600);
    short[] out = new short[10];
    assertThat(clip.copy(1595, out, 0, 10)).isEqualTo(5);
    assertThat(clip.copy(1600, out, 0, 10)).isZero();
    assertThat(clip.copy(Integer.MAX_VALUE, out, 0, 10)).isZero();
    assertThat(IntStream.of(Clip.of(new short[0], 8000).length()).sum()).isZero();
  }
}
