package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.convoke.audio.Codec;
import org.convoke.audio.Sound;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who hears whom, by tone: three legs and more, some of which do not hear all. */
class HearingTest {
  private static final double LOUD = -25;
  private static final double SILENT = -55;
  private static final RoomId ROOM = RoomId.random();

  private final TestBridge bridge = new TestBridge();

  private static MixSettings without(LegId... legs) {
    return new MixSettings(false, false, false, 0, 0, Set.of(legs));
  }

  private void listen() {
    bridge.run(200);
    bridge.forgetHeard();
    bridge.run(600);
  }

  @ParameterizedTest
  @EnumSource(
      value = Codec.class,
      names = {"PCMU", "OPUS"})
  void eachHearsAllButThoseItShallNotHear(Codec codec) {
    TestPhone a = bridge.call(codec, 500, ROOM);
    TestPhone b = bridge.call(codec, 900, ROOM);
    TestPhone c = bridge.call(codec, 1300, ROOM);
    TestPhone ear = bridge.call(codec, 1700, ROOM);
    ear.talking = false;
    bridge.run(400);
    bridge.plane.adjust(b.leg, without(a.leg));
    bridge.plane.adjust(ear.leg, without(a.leg, b.leg));
    listen();
    assertThat(b.hears(500, 0)).isLessThan(SILENT);
    assertThat(b.hears(1300, 0)).isGreaterThan(LOUD);
    assertThat(b.hears(900, 0)).isLessThan(SILENT);
    assertThat(c.hears(500, 0)).isGreaterThan(LOUD);
    assertThat(c.hears(900, 0)).isGreaterThan(LOUD);
    assertThat(a.hears(900, 0)).isGreaterThan(LOUD);
    assertThat(ear.hears(500, 0)).isLessThan(SILENT);
    assertThat(ear.hears(900, 0)).isLessThan(SILENT);
    assertThat(ear.hears(1300, 0)).isGreaterThan(LOUD);
    bridge.plane.adjust(b.leg, MixSettings.DEFAULT);
    bridge.plane.adjust(ear.leg, MixSettings.DEFAULT);
    listen();
    assertThat(b.hears(500, 0)).isGreaterThan(LOUD);
    assertThat(ear.hears(900, 0)).isGreaterThan(LOUD);
  }

  @ParameterizedTest
  @EnumSource(
      value = Codec.class,
      names = {"PCMU"})
  void whoComesIntoTheRoomUnheardIsUnheardFromItsFirstFrame(Codec codec) {
    TestPhone ear = bridge.call(codec, 500, ROOM);
    ear.talking = false;
    TestPhone voice = bridge.call(codec, 900);
    bridge.run(300);
    bridge.forgetHeard();
    bridge.plane.adjust(ear.leg, without(voice.leg));
    bridge.plane.join(voice.leg, ROOM, MixSettings.DEFAULT);
    bridge.run(600);
    assertThat(ear.hears(900, 0)).isLessThan(SILENT);
  }

  @ParameterizedTest
  @EnumSource(
      value = Codec.class,
      names = {"PCMU", "G722"})
  void theDeafHearPromptsAndNothingOfTheRoomAndAreHeard(Codec codec) {
    TestPhone deaf = bridge.call(codec, 500, ROOM);
    TestPhone other = bridge.call(codec, 800, ROOM);
    bridge.plane.adjust(deaf.leg, new MixSettings(false, false, true, 0, 0, Set.of()));
    bridge.plane.announce(ROOM, Playback.once(7, List.of(new Sound.Tone(Sound.Kind.JOIN))));
    listen();
    assertThat(deaf.hears(800, 0)).isLessThan(SILENT);
    assertThat(deaf.hears(1000, 0)).isLessThan(SILENT);
    assertThat(deaf.heardMs()).isGreaterThan(550);
    assertThat(other.hears(500, 0)).isGreaterThan(LOUD);
    bridge.plane.play(deaf.leg, Playback.once(8, List.of(new Sound.Prompt("en", "welcome"))));
    listen();
    assertThat(deaf.hears(1000, 0)).isGreaterThan(LOUD);
    assertThat(deaf.hears(800, 0)).isLessThan(SILENT);
    bridge.plane.adjust(deaf.leg, MixSettings.DEFAULT);
    bridge.run(1000);
    listen();
    assertThat(deaf.hears(800, 0)).isGreaterThan(LOUD);
  }

  @ParameterizedTest
  @EnumSource(
      value = Codec.class,
      names = {"PCMU"})
  void unheardVoicesThatComeAndGoMakeNoClick(Codec codec) {
    TestPhone ear = bridge.call(codec, 500, ROOM);
    ear.talking = false;
    TestPhone voice = bridge.call(codec, 400, ROOM);
    voice.amplitude = 4000;
    TestPhone unheard = bridge.call(codec, 2300, ROOM);
    bridge.plane.adjust(ear.leg, without(unheard.leg));
    unheard.talking = false;
    bridge.run(600);
    ear.forgetHeard();
    for (int i = 0; i < 5; i++) {
      unheard.talking = i % 2 == 0;
      bridge.run(317);
    }
    // The tone at its steepest: 4000 * 2 pi * 400 / 8000 = 1257, and mu-law's steps.
    assertThat(ear.greatestStep(0)).isLessThan(1600);
    assertThat(ear.hears(2300, 0)).isLessThan(SILENT);
    assertThat(ear.hears(400, 0)).isGreaterThan(-30);
  }
}
