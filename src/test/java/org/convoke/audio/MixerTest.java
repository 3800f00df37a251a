package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixerTest {
  private static final int RATE = 8000;
  private static final int FRAME = 160;

  private final Mixer mixer = new Mixer(RATE, 100);

  @ParameterizedTest
  @ValueSource(ints = {8000, 16000, 48000})
  void eachHearsAllOthersAndNotHimself(int rate) {
    Mixer room = new Mixer(rate, 10);
    double[] hz = {450, 750, 1050, 1350, 1650, 1950, 2250, 2550};
    List<Mixer.Input> talkers = new ArrayList<>();
    List<short[]> voices = new ArrayList<>();
    List<short[]> heard = new ArrayList<>();
    for (double f : hz) {
      talkers.add(room.add());
      voices.add(Tones.sine(f, 1000, -15, rate));
      heard.add(new short[rate]);
    }
    Mixer.Input listener = room.add();
    short[] listened = new short[rate];
    for (int t = 0; t < 50; t++) {
      for (int k = 0; k < hz.length; k++) {
        room.voice(talkers.get(k), Tones.frame(voices.get(k), t, rate / 50), 1000);
      }
      room.mix();
      for (int k = 0; k < hz.length; k++) {
        Tones.put(room.heardBy(talkers.get(k)), heard.get(k), t);
      }
      Tones.put(room.heardBy(listener), listened, t);
    }
    int half = rate / 2;
    for (int k = 0; k < hz.length; k++) {
      assertThat(Goertzel.dbfs(listened, half, half, hz[k], rate)).isBetween(-26.0, -14.0);
      for (int other = 0; other < hz.length; other++) {
        double level = Goertzel.dbfs(heard.get(k), half, half, hz[other], rate);
        if (other == k) {
          assertThat(level).as("talker %d hears himself", k).isLessThan(-60);
        } else {
          assertThat(level).as("talker %d hears %d", k, other).isBetween(-26.0, -14.0);
        }
      }
    }
  }

  @Test
  void oneTalkerPassesBitByBitUpToFullScale() {
    Mixer.Input talker = mixer.add();
    Mixer.Input listener = mixer.add();
    short[] voice = Tones.noise(7, 400, -12, RATE);
    voice[2000] = Short.MIN_VALUE;
    voice[2001] = Short.MAX_VALUE;
    for (int t = 0; t < 20; t++) {
      short[] frame = Tones.frame(voice, t, FRAME);
      mixer.voice(talker, frame, 1);
      mixer.mix();
      if (t > 0) {
        assertThat(mixer.heardBy(listener)).isEqualTo(frame);
      }
      assertThat(mixer.hearsSilence(talker)).isTrue();
      assertThat(mixer.heardBy(talker)).containsOnly(0);
    }
  }

  @Test
  void aSoftBeginningStaysAsItIsAndALoudOneIsFadedIn() {
    Mixer.Input talker = mixer.add();
    Mixer.Input listener = mixer.add();
    short[] soft = Tones.sine(437, 20, -43, RATE);
    short[] loud = Tones.sine(437, 20, -35, RATE);
    short[] cutOff = soft.clone();
    cutOff[0] = 80;
    for (short[] first : new short[][] {soft, loud, cutOff}) {
      mixer.voice(talker, first, 1);
      mixer.mix();
      if (first == soft) {
        assertThat(mixer.heardBy(listener)).isEqualTo(soft);
      } else {
        assertThat(mixer.heardBy(listener)).isNotEqualTo(first);
        assertThat(mixer.heardBy(listener)[5]).isBetween((short) 0, (short) (first[5] / 2));
      }
      for (int t = 0; t < 5; t++) {
        mixer.mix();
      }
    }
  }

  @Test
  void aLoudSumIsLimitedWithoutDistortion() {
    short[] a = Tones.sine(500, 2000, -5, RATE);
    short[] b = Tones.sine(800, 2000, -5, RATE);
    short[] c = Tones.sine(1100, 2000, -5, RATE);
    Mixer.Input[] in = {mixer.add(), mixer.add(), mixer.add()};
    short[] out = new short[a.length];
    for (int t = 0; t < 100; t++) {
      mixer.voice(in[0], Tones.frame(a, t, FRAME), 1);
      mixer.voice(in[1], Tones.frame(b, t, FRAME), 1);
      mixer.voice(in[2], Tones.frame(c, t, FRAME), 1);
      mixer.mix();
      Tones.put(mixer.shared(), out, t);
    }
    int from = 4000;
    int n = 8000;
    double tones = 0;
    for (double hz : new double[] {500, 800, 1100}) {
      double level = Goertzel.dbfs(out, from, n, hz, RATE);
      assertThat(level).isBetween(-13.0, -7.0);
      tones += Levels.power(level);
    }
    double rest = Levels.meanSquare(out, from, n) - tones;
    assertThat(Levels.dbfs(rest)).as("distortion").isLessThan(-45);
    assertThat(Levels.peak(out, 0, out.length)).isLessThanOrEqualTo(32767);
  }

  @Test
  void beginningEndingLeavingAndMutingMakeNoClick() {
    Mixer.Input talker = mixer.add();
    Mixer.Input listener = mixer.add();
    short[] voice = Tones.sine(437, 1000, -12, RATE);
    short[] out = new short[voice.length];
    for (int t = 0; t < 50; t++) {
      // Said 10-19, silent 20-24, said again 25-34, then gone.
      if (t == 35) {
        mixer.remove(talker);
      } else if ((t >= 10 && t < 20) || (t >= 25 && t < 35)) {
        mixer.voice(talker, Tones.frame(voice, t, FRAME), 1);
      }
      mixer.mix();
      Tones.put(mixer.heardBy(listener), out, t);
    }
    int own = Tones.sharpestBend(voice, 0, voice.length);
    assertThat(Tones.sharpestBend(out, 0, out.length)).isLessThan(own * 5 / 4);
    assertThat(Levels.rmsDbfs(out, 20 * FRAME + 40, 4 * FRAME)).isEqualTo(Levels.SILENCE_DBFS);
    assertThat(Levels.rmsDbfs(out, 36 * FRAME, 14 * FRAME)).isEqualTo(Levels.SILENCE_DBFS);
  }

  @Test
  void aTalkerHearsTheOthersWithoutAStepWhenHeBeginsAndEnds() {
    Mixer.Input[] loud = {mixer.add(), mixer.add(), mixer.add()};
    Mixer.Input me = mixer.add();
    short[][] tones = {
      Tones.sine(312.5, 1000, -5, RATE),
      Tones.sine(375, 1000, -5, RATE),
      Tones.sine(437.5, 1000, -5, RATE)
    };
    short[] mine = Tones.sine(250, 1000, -5, RATE);
    short[] out = new short[mine.length];
    for (int t = 0; t < 50; t++) {
      for (int k = 0; k < 3; k++) {
        mixer.voice(loud[k], Tones.frame(tones[k], t, FRAME), 1);
      }
      if (t >= 20 && t < 30) {
        mixer.voice(me, Tones.frame(mine, t, FRAME), 1);
      }
      mixer.mix();
      assertThat(mixer.hearsShared(me)).isEqualTo(t < 20 || t > 30);
      Tones.put(mixer.heardBy(me), out, t);
    }
    int before = Tones.sharpestBend(out, 10 * FRAME, 20 * FRAME);
    assertThat(Tones.sharpestBend(out, 20 * FRAME, 50 * FRAME)).isLessThan(before * 5 / 4);
    assertThat(Goertzel.dbfs(out, 21 * FRAME, 8 * FRAME, 250, RATE)).isLessThan(-50);
  }

  @Test
  void whoIsLeftOutIsNotHeardAndTheOthersAreWithoutAStepInALoudRoom() {
    Mixer.Input[] in = {mixer.add(1), mixer.add(2), mixer.add(3), mixer.add(4)};
    Mixer.Input ear = mixer.add(5);
    SelectiveMix own = new SelectiveMix(new int[] {4, 3});
    double[] hz = {312.5, 375, 437.5, 500};
    short[] out = new short[RATE];
    for (int t = 0; t < 50; t++) {
      for (int k = 0; k < 4; k++) {
        if (k < 3 || t >= 20 && t < 35) {
          mixer.voice(in[k], Tones.frame(Tones.sine(hz[k], 1000, -5, RATE), t, FRAME), 1);
        }
      }
      mixer.mix();
      boolean all = mixer.hearsAll(ear, own);
      assertThat(all).isFalse();
      Tones.put(mixer.heardBy(ear, own), out, t);
    }
    int before = Tones.sharpestBend(out, 10 * FRAME, 20 * FRAME);
    assertThat(Tones.sharpestBend(out, 20 * FRAME, 50 * FRAME)).isLessThan(before * 5 / 4);
    assertThat(Goertzel.dbfs(out, 10 * FRAME, 40 * FRAME, 312.5, RATE)).isGreaterThan(-12);
    assertThat(Goertzel.dbfs(out, 10 * FRAME, 40 * FRAME, 437.5, RATE)).isLessThan(-50);
    assertThat(Goertzel.dbfs(out, 10 * FRAME, 40 * FRAME, 500, RATE)).isLessThan(-50);
  }

  @Test
  void goingOverToAnOwnSumAndBackMakesNoStepThoughTheRoomIsLimited() {
    Mixer.Input[] in = {mixer.add(1), mixer.add(2), mixer.add(3)};
    Mixer.Input ear = mixer.add(5);
    SelectiveMix own = new SelectiveMix(new int[] {3});
    double[] hz = {312.5, 375, 700}; // the last is no product of the first two and the limiter
    short[] out = new short[RATE];
    for (int t = 0; t < 50; t++) {
      for (int k = 0; k < 3; k++) {
        if (k < 2 || t >= 20 && t < 35) {
          mixer.voice(in[k], Tones.frame(Tones.sine(hz[k], 1000, -3, RATE), t, FRAME), 1);
        }
      }
      mixer.mix();
      boolean all = mixer.hearsAll(ear, own);
      assertThat(all).isEqualTo(t < 20 || t > 35);
      Tones.put(all ? mixer.heardBy(ear) : mixer.heardBy(ear, own), out, t);
    }
    int before = Tones.sharpestBend(out, 10 * FRAME, 20 * FRAME);
    assertThat(Tones.sharpestBend(out, 20 * FRAME, 50 * FRAME)).isLessThan(before * 5 / 4);
    assertThat(Goertzel.dbfs(out, 22 * FRAME, 8 * FRAME, 700, RATE)).isLessThan(-50);
  }

  @Test
  void aVolumeMovesOverOneFrame() {
    Mixer.Input talker = mixer.add();
    short[] voice = Tones.sine(437, 600, -20, RATE);
    short[] out = new short[voice.length];
    for (int t = 0; t < 30; t++) {
      if (t == 10) {
        talker.volumeDb(6);
      }
      mixer.voice(talker, Tones.frame(voice, t, FRAME), 1);
      mixer.mix();
      Tones.put(mixer.shared(), out, t);
    }
    assertThat(Levels.rmsDbfs(out, 800, 800)).isBetween(-20.1, -19.9);
    assertThat(Levels.rmsDbfs(out, 2400, 1600)).isBetween(-14.1, -13.9);
    assertThat(Tones.sharpestBend(out, 160, 2400))
        .isLessThan(Tones.sharpestBend(out, 2400, 4800) * 5 / 4);
  }

  @Test
  void theSixteenLoudestAreHeardAndWhoIsHeardStays() {
    Mixer.Input[] in = new Mixer.Input[20];
    for (int k = 0; k < in.length; k++) {
      in[k] = mixer.add();
    }
    for (int t = 0; t < 5; t++) {
      for (int k = 0; k < in.length; k++) {
        // From tick 2 on the four who were too soft are a little louder than the rest.
        float level = k < 4 ? (t < 2 ? 10 : 120) : 100;
        short[] frame = new short[FRAME];
        java.util.Arrays.fill(frame, (short) (k < 4 ? 1000 : 1));
        mixer.voice(in[k], frame, level);
      }
      mixer.mix();
      assertThat(mixer.shared()[FRAME - 1]).isEqualTo((short) 16);
    }
  }

  @Test
  void theRateChangesWithoutAClickForWhoFallsSilentThen() {
    Mixer.Input talker = mixer.add();
    short[] voice = Tones.sine(437, 200, -12, RATE);
    for (int t = 0; t < 10; t++) {
      mixer.voice(talker, Tones.frame(voice, t, FRAME), 1);
      mixer.mix();
    }
    int last = mixer.shared()[FRAME - 1];
    mixer.sampleRate(16000);
    mixer.mix();
    assertThat(mixer.shared()).hasSize(320);
    assertThat(Math.abs(mixer.shared()[0] - last)).isLessThan(3000);
    mixer.mix();
    assertThat(mixer.sharedIsSilent()).isTrue();
    assertThat(mixer.shared()).containsOnly(0);
  }

  @Test
  void whoLeavesWithAnOfferedFrameIsNotHeard() {
    Mixer.Input talker = mixer.add();
    mixer.voice(talker, new short[] {1}, 1);
    mixer.remove(talker);
    mixer.remove(talker);
    mixer.voice(talker, new short[] {1}, 1);
    mixer.mix();
    assertThat(mixer.sharedIsSilent()).isTrue();
  }

  @Test
  void aFullRoomAndAnOddRateAreRefused() {
    Mixer small = new Mixer(8000, 1);
    small.add();
    assertThatThrownBy(small::add).hasMessageContaining("holds 1 legs");
    assertThatThrownBy(() -> small.sampleRate(44100)).hasMessageContaining("44100");
  }

  @Test
  void aPrivateSoundLiesOverTheSofterRoomAndEndsWithoutAClick() {
    PrivateMix own = new PrivateMix();
    short[] room = Tones.sine(437, 1000, -14, RATE);
    short[] sound = Tones.sine(310, 1000, -14, RATE);
    short[] out = new short[room.length];
    short[] frame = new short[FRAME];
    for (int t = 0; t < 50; t++) {
      boolean plays = t >= 10 && t < 30;
      own.mix(
          Tones.frame(room, t, FRAME),
          plays ? 0.25f : 1,
          plays ? Tones.frame(sound, t, FRAME) : null,
          frame,
          RATE);
      Tones.put(frame, out, t);
      assertThat(own.isPlain()).isEqualTo(!plays);
    }
    assertThat(Goertzel.dbfs(out, 12 * FRAME, 16 * FRAME, 437, RATE)).isBetween(-27.0, -25.0);
    assertThat(Goertzel.dbfs(out, 12 * FRAME, 16 * FRAME, 310, RATE)).isBetween(-14.5, -13.5);
    assertThat(Tones.sharpestBend(out, 29 * FRAME, 50 * FRAME))
        .isLessThan(Tones.sharpestBend(room, 0, room.length) * 5 / 4);
  }
}
