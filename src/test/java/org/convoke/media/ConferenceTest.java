package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.bus.LegEvent;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each participant sends a tone of his own; every other must hear it, and he must not. */
class ConferenceTest {
  private static final double LOUD = -25;
  private static final double SILENT = -55;
  private static final RoomId ROOM = RoomId.random();

  private final TestBridge bridge = new TestBridge();

  @ParameterizedTest
  @EnumSource(Codec.class)
  void everyoneHearsAllOthersAndNotHimself(Codec codec) {
    for (int i = 0; i < 5; i++) {
      bridge.call(codec, 500 + 300 * i, ROOM);
    }
    bridge.run(600);
    bridge.forgetHeard();
    bridge.run(1000);
    assertEveryoneHearsTheOthers(bridge.phones, LOUD, SILENT);
    assertThat(bridge.phones).allSatisfy(phone -> assertThat(phone.packets).isBetween(78, 81));
  }

  @Test
  void codecsOfAllRatesMeetInOneRoom() {
    Codec[] codecs = {Codec.PCMU, Codec.PCMA, Codec.G722, Codec.OPUS, Codec.PCMU};
    for (int i = 0; i < codecs.length; i++) {
      bridge.call(codecs[i], 500 + 300 * i, ROOM);
    }
    bridge.run(600);
    bridge.forgetHeard();
    bridge.run(1000);
    assertEveryoneHearsTheOthers(bridge.phones, LOUD, SILENT);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.03", "2, 0.1"})
  void everyoneStillHearsAllOthersWhenPacketsGetLost(long seed, double loss) {
    for (int i = 0; i < 5; i++) {
      bridge.call(Codec.PCMU, 500 + 300 * i, ROOM).loss = loss;
    }
    bridge.run(1000);
    bridge.forgetHeard();
    bridge.run(3000);
    assertEveryoneHearsTheOthers(bridge.phones, LOUD - 3, -45);
    assertThat(bridge.report(bridge.phones.get(0).leg).lossReceived())
        .as("seed %d", seed)
        .isBetween(loss / 2, loss * 2);
  }

  @Test
  void roomsDoNotHearEachOther() {
    RoomId other = RoomId.random();
    TestPhone a = bridge.call(Codec.PCMU, 500, ROOM);
    TestPhone b = bridge.call(Codec.PCMU, 800, ROOM);
    TestPhone c = bridge.call(Codec.PCMU, 1100, other);
    TestPhone d = bridge.call(Codec.PCMU, 1400, other);
    bridge.run(1000);
    assertThat(a.hears(800, 300)).isGreaterThan(LOUD);
    assertThat(c.hears(1400, 300)).isGreaterThan(LOUD);
    assertThat(a.hears(1100, 300)).isLessThan(SILENT);
    assertThat(d.hears(500, 300)).isLessThan(SILENT);
    assertThat(b.hears(1400, 300)).isLessThan(SILENT);
  }

  @Test
  void aMutedLegIsNotHeardButHears() {
    TestPhone muted = bridge.call(Codec.PCMU, 500, ROOM);
    TestPhone other = bridge.call(Codec.PCMU, 800, ROOM);
    bridge.run(500);
    bridge.plane.adjust(muted.leg, new MixSettings(true, false, 0, 0));
    bridge.run(100);
    bridge.forgetHeard();
    bridge.run(500);
    assertThat(other.hears(500, 0)).isLessThan(SILENT);
    assertThat(muted.hears(800, 0)).isGreaterThan(LOUD);
    bridge.plane.adjust(muted.leg, MixSettings.DEFAULT);
    bridge.run(100);
    bridge.forgetHeard();
    bridge.run(500);
    assertThat(other.hears(500, 0)).isGreaterThan(LOUD);
  }

  @Test
  void aHeldLegNeitherHearsNorIsHeardButIsStillSentTo() {
    TestPhone held = bridge.call(Codec.PCMU, 500, ROOM);
    TestPhone other = bridge.call(Codec.PCMU, 800, ROOM);
    bridge.plane.adjust(held.leg, new MixSettings(false, true, 0, 0));
    bridge.run(300);
    bridge.forgetHeard();
    bridge.run(500);
    assertThat(other.hears(500, 0)).isLessThan(SILENT);
    assertThat(held.hears(800, 0)).isLessThan(SILENT);
    assertThat(held.heardMs()).isGreaterThan(450);
  }

  @Test
  void volumesChangeWhatOthersHearAndWhatOneHears() {
    TestPhone loud = bridge.call(Codec.PCMU, 500, ROOM);
    TestPhone b = bridge.call(Codec.PCMU, 800, ROOM);
    TestPhone c = bridge.call(Codec.PCMU, 1100, ROOM);
    bridge.run(500);
    bridge.forgetHeard();
    bridge.run(500);
    final double before = c.hears(500, 0);
    final double beforeB = c.hears(800, 0);
    bridge.plane.adjust(loud.leg, new MixSettings(false, false, -10, 0));
    bridge.plane.adjust(b.leg, new MixSettings(false, false, 0, 6));
    bridge.run(100);
    bridge.forgetHeard();
    bridge.run(500);
    assertThat(before - c.hears(500, 0)).isBetween(9.0, 11.0);
    assertThat(c.hears(800, 0) - beforeB).isBetween(-0.5, 0.5);
    assertThat(b.hears(1100, 0) - c.hears(800, 0)).isBetween(5.0, 7.0);
  }

  @Test
  void joiningMutingAndLeavingMakeNoClicks() {
    TestPhone ear = bridge.call(Codec.PCMU, 500, ROOM);
    ear.talking = false;
    TestPhone a = bridge.call(Codec.PCMU, 400, ROOM);
    a.amplitude = 4000;
    bridge.run(600);
    ear.forgetHeard();
    for (int i = 0; i < 5; i++) {
      TestPhone b = bridge.call(Codec.PCMU, 300, ROOM);
      b.amplitude = 4000;
      bridge.run(333);
      bridge.plane.adjust(a.leg, new MixSettings(true, false, 0, 0));
      bridge.run(217);
      bridge.plane.close(b.leg);
      b.on = false;
      bridge.run(101);
      bridge.plane.adjust(a.leg, MixSettings.DEFAULT);
      bridge.run(303);
    }
    // Both tones at their steepest: 4000 * 2 pi * (400 + 300) / 8000 = 2200, and mu-law's steps.
    assertThat(ear.greatestStep(0)).isLessThan(2700);
    assertThat(ear.hears(400, 0)).isGreaterThan(-30);
    assertThat(ear.sequenceGaps).isZero();
  }

  @Test
  void speakingIsReportedOnceABoutOfTalk() {
    TestPhone talker = bridge.call(Codec.PCMU, 500, ROOM);
    bridge.call(Codec.PCMU, 800, ROOM).talking = false;
    bridge.run(1000);
    talker.talking = false;
    bridge.run(1000);
    assertThat(bridge.events(LegEvent.SpeakingChanged.class))
        .containsExactly(
            new LegEvent.SpeakingChanged(talker.leg, true),
            new LegEvent.SpeakingChanged(talker.leg, false));
  }

  @Test
  void whoLeavesTheRoomHearsNothingMoreAndCanJoinAnother() {
    TestPhone a = bridge.call(Codec.PCMU, 500, ROOM);
    TestPhone b = bridge.call(Codec.PCMU, 800, ROOM);
    bridge.run(500);
    bridge.plane.leave(a.leg);
    bridge.run(100);
    bridge.forgetHeard();
    bridge.run(300);
    assertThat(a.hears(800, 0)).isLessThan(SILENT);
    assertThat(b.hears(500, 0)).isLessThan(SILENT);
    assertThat(a.heardMs()).isGreaterThan(250);
    RoomId other = RoomId.random();
    bridge.plane.join(a.leg, other, MixSettings.DEFAULT);
    bridge.plane.join(b.leg, other, MixSettings.DEFAULT);
    bridge.run(100);
    bridge.forgetHeard();
    bridge.run(500);
    assertEveryoneHearsTheOthers(List.of(a, b), LOUD, SILENT);
    assertThat(a.sequenceGaps).isZero();
  }

  @Test
  void automaticGainBringsAQuietAndALoudPhoneWithin6Db() {
    TestBridge levelled = new TestBridge(TestBridge.config(1, true));
    TestPhone ear = levelled.call(Codec.PCMU, 300, ROOM);
    ear.talking = false;
    TestPhone quiet = levelled.call(Codec.PCMU, 500, ROOM);
    quiet.amplitude = 1200;
    TestPhone loud = levelled.call(Codec.PCMU, 900, ROOM);
    loud.amplitude = 14_000;
    levelled.run(5000);
    ear.forgetHeard();
    levelled.run(1000);
    assertThat(ear.hears(900, 0) - ear.hears(500, 0)).isBetween(-6.0, 6.0);
  }

  static void assertEveryoneHearsTheOthers(List<TestPhone> phones, double loud, double silent) {
    for (TestPhone ear : phones) {
      for (TestPhone mouth : phones) {
        double level = ear.hears(mouth.hz, 0);
        if (ear == mouth) {
          // Opus makes some tones of its own where several meet.
          double most = ear.codec == Codec.OPUS ? silent + 10 : silent;
          assertThat(level).as("%s of %.0f Hz hears itself", ear.codec, ear.hz).isLessThan(most);
        } else {
          assertThat(level)
              .as("%s of %.0f Hz hears %.0f Hz", ear.codec, ear.hz, mouth.hz)
              .isGreaterThan(loud);
        }
      }
    }
  }
}
