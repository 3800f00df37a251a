package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.audio.Sound;
import org.convoke.bus.LegEvent.PlaybackEnded;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is played to one leg or to a room; every test sound is 1 kHz, prompts last 1 s. */
class PlaybackTest {
  private static final RoomId ROOM = RoomId.random();
  private final TestBridge bridge = new TestBridge();

  private static Playback prompt(long id) {
    return Playback.once(id, List.of(new Sound.Prompt("en", "welcome")));
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void aLegAloneHearsWhatIsPlayedToItAndThenSilence(Codec codec) {
    TestPhone phone = bridge.call(codec, 500);
    bridge.run(100);
    bridge.plane.play(phone.leg, prompt(7));
    bridge.run(50);
    phone.forgetHeard();
    bridge.run(800);
    assertThat(phone.hears(1000, 0)).isGreaterThan(-20);
    assertThat(bridge.events(PlaybackEnded.class)).isEmpty();
    bridge.run(300);
    assertThat(bridge.events(PlaybackEnded.class))
        .containsExactly(new PlaybackEnded(phone.leg, 7, false));
    phone.forgetHeard();
    bridge.run(400);
    assertThat(phone.hears(1000, 0)).isLessThan(-60);
    assertThat(phone.heardMs()).isBetween(380, 420);
    assertThat(phone.sequenceGaps).isZero();
  }

  @Test
  void aPlaybackThatIsReplacedOrStoppedEndsOnceAndWithoutAClick() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    bridge.plane.play(phone.leg, prompt(1));
    bridge.run(213);
    bridge.plane.play(phone.leg, prompt(2));
    bridge.run(287);
    bridge.plane.stop(phone.leg);
    bridge.run(200);
    assertThat(bridge.events(PlaybackEnded.class))
        .containsExactly(
            new PlaybackEnded(phone.leg, 1, true, 2), new PlaybackEnded(phone.leg, 2, true));
    bridge.forgetHeard();
    bridge.plane.play(phone.leg, prompt(3));
    bridge.run(307);
    bridge.plane.stop(phone.leg);
    bridge.run(200);
    // 6000 * 2 pi * 1000 / 8000 = 4712, and mu-law's steps.
    assertThat(phone.greatestStep(0)).isLessThan(5200);
  }

  @Test
  void aLoopGoesOnUntilStopped() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    bridge.plane.play(phone.leg, Playback.endless(1, List.of(new Sound.Music())));
    bridge.run(3500);
    assertThat(phone.hears(1000, 3000)).isGreaterThan(-20);
    assertThat(bridge.events(PlaybackEnded.class)).isEmpty();
    bridge.plane.stop(phone.leg);
    bridge.run(50);
    assertThat(bridge.events(PlaybackEnded.class)).hasSize(1);
  }

  @Test
  void aPlaybackEndsOnceAlsoWhereTheLegEndsOrIsGone() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    bridge.plane.play(phone.leg, prompt(1));
    bridge.run(100);
    bridge.plane.close(phone.leg);
    bridge.plane.play(phone.leg, prompt(2));
    bridge.run(100);
    bridge.plane.play(phone.leg, prompt(3));
    LegId never = LegId.next();
    bridge.plane.play(never, prompt(4));
    bridge.run(100);
    assertThat(bridge.events(PlaybackEnded.class))
        .containsExactly(
            new PlaybackEnded(phone.leg, 1, true),
            new PlaybackEnded(phone.leg, 2, true),
            new PlaybackEnded(phone.leg, 3, true),
            new PlaybackEnded(never, 4, true));
  }

  @Test
  void anEmptyLoopEndsAtOnce() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    bridge.plane.play(phone.leg, Playback.endless(1, List.of()));
    bridge.plane.play(phone.leg, Playback.endless(2, List.of(new Sound.Silence(0))));
    bridge.run(100);
    assertThat(bridge.events(PlaybackEnded.class)).hasSize(2);
  }

  @Test
  void inARoomThePresserAloneHearsItWithTheTalkSofterUnderneath() {
    TestPhone presser = bridge.call(Codec.PCMU, 500, ROOM);
    TestPhone talker = bridge.call(Codec.PCMU, 700, ROOM);
    TestPhone third = bridge.call(Codec.PCMU, 1900, ROOM);
    third.talking = false;
    bridge.run(500);
    bridge.forgetHeard();
    bridge.run(300);
    double before = presser.hears(700, 0);
    bridge.plane.play(presser.leg, prompt(1));
    bridge.run(100);
    bridge.forgetHeard();
    bridge.run(600);
    assertThat(presser.hears(1000, 0)).isGreaterThan(-20);
    assertThat(before - presser.hears(700, 0)).isBetween(10.0, 14.0);
    assertThat(third.hears(1000, 0)).isLessThan(-55);
    assertThat(talker.hears(500, 0)).isGreaterThan(-25);
    bridge.run(500);
    bridge.forgetHeard();
    bridge.run(300);
    assertThat(presser.hears(700, 0) - before).isBetween(-0.5, 0.5);
    assertThat(bridge.events(PlaybackEnded.class)).hasSize(1);
  }

  @Test
  void anAnnouncementIsHeardByAllOverTheTalk() {
    TestPhone talker = bridge.call(Codec.PCMU, 500, ROOM);
    TestPhone listener = bridge.call(Codec.G722, 700, ROOM);
    listener.talking = false;
    bridge.run(300);
    bridge.plane.announce(ROOM, prompt(1));
    bridge.run(150);
    bridge.forgetHeard();
    bridge.run(700);
    for (TestPhone phone : bridge.phones) {
      assertThat(phone.hears(1000, 0)).isGreaterThan(-20);
    }
    assertThat(listener.hears(500, 0)).isGreaterThan(-25);
    assertThat(talker.hears(500, 0)).isLessThan(-45);
    bridge.run(400);
    bridge.forgetHeard();
    bridge.run(300);
    assertThat(talker.hears(1000, 0)).isLessThan(-60);
  }
}
