package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.bus.LegEvent;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What browsers say of their loudness, and what the bridge tells of everybody's. */
class LevelsTest {
  private static final RoomId ROOM = RoomId.random();
  private final TestBridge bridge = new TestBridge();

  @BeforeAll
  static void ciphersAreChosen() {
    LegSrtp.warmUp();
  }

  @Test
  void whoSpeaksIsToldOfFourTimesASecondWithHisLevel() {
    TestPhone loud = bridge.call(Codec.PCMU, 900, ROOM);
    TestPhone mute = bridge.call(Codec.PCMU, 600, ROOM);
    mute.talking = false;
    bridge.run(500);
    bridge.events.clear();
    bridge.run(4000);
    List<LegEvent.Level> levels = bridge.events(LegEvent.Level.class);
    assertThat(levels).hasSizeBetween(15, 17).allMatch(level -> level.leg().equals(loud.leg));
    // A sine of 8000 at the peak.
    assertThat(levels).allMatch(level -> Math.abs(level.dbov() + 15) <= 1);
  }

  @Test
  void whoSaysThatHeIsSilentIsNotDecodedAndHeardAtOnceWhenHeSpeaks() {
    TestPhone ear = bridge.call(Codec.PCMU, 600, ROOM);
    TestBrowser browser = bridge.browser(Codec.OPUS, 900, ROOM);
    TestPhone phone = browser.phone;
    phone.talking = false;
    phone.levelId = browser.levelExtension;
    phone.level = 127;
    bridge.run(3000);
    assertThat(bridge.events(LegEvent.Level.class)).noneMatch(l -> l.leg().equals(phone.leg));
    ear.forgetHeard();
    phone.talking = true;
    phone.level = 15;
    bridge.run(400);
    assertThat(ear.hears(900, 200)).isGreaterThan(-22);
    assertThat(bridge.report(phone.leg).concealedShare()).isLessThan(0.02);
  }

  @Test
  void whoLiesAboutHisSilenceIsHeardAllTheSame() {
    TestPhone ear = bridge.call(Codec.PCMU, 600, ROOM);
    TestBrowser browser = bridge.browser(Codec.OPUS, 900, ROOM);
    browser.phone.levelId = browser.levelExtension;
    browser.phone.level = 127;
    bridge.run(5000);
    ear.forgetHeard();
    bridge.run(1000);
    assertThat(ear.hears(900, 0)).isGreaterThan(-22);
    assertThat(bridge.events(LegEvent.Level.class))
        .anyMatch(l -> l.leg().equals(browser.phone.leg));
  }

  @Test
  void silenceIsBelievedOnlyAfterAllThatWasLoudWasHeard() {
    LevelClaims claims = new LevelClaims(300);
    assertThat(claims.silent(0)).isFalse();
    claims.said(15, 0);
    for (int frame = 1; frame <= 25; frame++) {
      claims.said(127, frame * 20_000_000L);
      if (frame < 25) {
        assertThat(claims.silent(frame * 20_000_000L)).isFalse();
      }
    }
    // Five frames to see whether it is true, then none for two seconds.
    int decoded = 0;
    for (int frame = 25; frame < 225; frame++) {
      decoded += claims.silent(frame * 20_000_000L) ? 0 : 1;
      claims.heard(0);
    }
    assertThat(decoded).isEqualTo(10);
    assertThat(claims.liar()).isFalse();
  }

  @Test
  void aPacketThatSaysNothingIsDecoded() {
    LevelClaims claims = new LevelClaims(300);
    for (int frame = 0; frame < 200; frame++) {
      claims.said(-1, frame * 20_000_000L);
      assertThat(claims.silent(frame * 20_000_000L)).isFalse();
    }
  }

  @Test
  void aBrowserThatWantsItIsSentNothingWhileAllAreSilent() {
    TestBrowser ear = bridge.browser(Codec.OPUS, 900);
    ear.opusDtx = true;
    ear.connect();
    bridge.plane.join(ear.phone.leg, ROOM, MixSettings.DEFAULT);
    ear.phone.talking = false;
    TestPhone phone = bridge.call(Codec.PCMU, 600, ROOM);
    phone.talking = false;
    bridge.run(3000);
    int before = ear.phone.packets;
    bridge.run(4000);
    assertThat(ear.phone.packets - before).isLessThan(40);
    phone.talking = true;
    ear.phone.forgetHeard();
    bridge.run(1000);
    assertThat(ear.phone.hears(600, 200)).isGreaterThan(-22);
    assertThat(ear.phone.sequenceGaps).isZero();
  }
}
