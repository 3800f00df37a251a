package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.convoke.audio.Codec;
import org.convoke.audio.InbandDtmf;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that we send: as telephone-events, and as tones where the peer takes none. */
class SendingKeysTest {
  private static final RoomId ROOM = RoomId.random();
  private final TestBridge bridge = new TestBridge();

  private boolean send(TestPhone phone, String digits) {
    CompletableFuture<Boolean> taken =
        bridge.plane.sendDigits(phone.leg, digits).toCompletableFuture();
    bridge.run(2);
    return taken.getNow(false);
  }

  private static LegSettings without(LegSettings s) {
    return new LegSettings(
        s.codec(),
        s.payloadType(),
        -1,
        0,
        -1,
        20,
        s.rtp(),
        s.rtcp(),
        false,
        s.signallingSource(),
        true,
        true,
        null,
        true,
        false);
  }

  private static String tones(TestPhone phone) {
    InbandDtmf ear = new InbandDtmf();
    short[] heard = phone.heard(0);
    int frame = phone.rate / 50;
    StringBuilder keys = new StringBuilder();
    short[] pcm = new short[frame];
    for (int at = 0; at + frame <= heard.length; at += frame) {
      System.arraycopy(heard, at, pcm, 0, frame);
      char key = ear.accept(pcm, frame);
      if (key != InbandDtmf.NONE) {
        keys.append(key);
      }
    }
    return keys.toString();
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void eachKeyIsOneTelephoneEventOfATenthOfASecondWithThreeEnds(Codec codec) {
    TestPhone phone = bridge.call(codec, 500);
    bridge.run(300);
    int marks = phone.marks;
    assertThat(send(phone, "1155#*0D")).isTrue();
    bridge.run(8 * 200 + 100);
    assertThat(phone.keysHeard).hasToString("1155#*0D");
    assertThat(phone.keyMs).isEqualTo(100);
    // Five updates, the last of which says the end, and that twice more.
    assertThat(phone.eventPackets).isEqualTo(8 * 7);
    assertThat(phone.sequenceGaps).isZero();
    // Each key's first packet, and the first of the sound that follows.
    assertThat(phone.marks - marks).isEqualTo(8 + 1);
  }

  @Test
  void theClockOfTheSoundGoesOnUnderKeys() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    bridge.run(400);
    long before = phone.lastTimestamp;
    send(phone, "12");
    bridge.run(598);
    assertThat(phone.lastTimestamp - before & 0xFFFFFFFFL).isEqualTo(600 * 8);
  }

  @Test
  void noSoundIsSentFromTheFirstKeyToTheLastButInPauses() {
    TestPhone phone = bridge.call(Codec.PCMU, 500, ROOM);
    TestPhone talker = bridge.call(Codec.PCMU, 700, ROOM);
    bridge.run(300);
    send(phone, "12");
    bridge.run(398);
    assertThat(phone.soundBetweenKeys).isLessThanOrEqualTo(1);
    assertThat(phone.eventPackets).isEqualTo(14);
    bridge.forgetHeard();
    send(phone, "p3");
    bridge.run(498);
    assertThat(phone.hears(700, 100)).isGreaterThan(-25);
    assertThat(phone.keysHeard).hasToString("12");
    bridge.run(300);
    assertThat(phone.keysHeard).hasToString("123");
    assertThat(talker.keysHeard).isEmpty();
    bridge.forgetHeard();
    bridge.run(300);
    assertThat(phone.hears(700, 0)).isGreaterThan(-25);
  }

  @ParameterizedTest
  @EnumSource(
      value = Codec.class,
      names = {"PCMU", "PCMA"})
  void aPeerWithoutTelephoneEventsHearsTonesAndNothingElse(Codec codec) {
    for (boolean inRoom : new boolean[] {false, true}) {
      TestPhone phone = bridge.phone(codec, 500);
      bridge.plane.connect(phone.leg, without(phone.settings()));
      if (inRoom) {
        bridge.plane.join(phone.leg, ROOM, MixSettings.DEFAULT);
        bridge.call(Codec.PCMU, 900, ROOM);
      }
      bridge.run(300);
      phone.forgetHeard();
      send(phone, "1590*#");
      bridge.run(6 * 200);
      assertThat(tones(phone)).isEqualTo("1590*#");
      assertThat(phone.hears(900, 60)).isLessThan(-45);
      assertThat(phone.eventPackets).isZero();
      assertThat(phone.sequenceGaps).isZero();
    }
  }

  @Test
  void tonesAreHeardByOpusToo() {
    TestPhone phone = bridge.phone(Codec.OPUS, 500);
    bridge.plane.connect(phone.leg, without(phone.settings()));
    bridge.run(300);
    phone.forgetHeard();
    send(phone, "5");
    bridge.run(120);
    assertThat(phone.hears(770, 20)).isGreaterThan(-19);
    assertThat(phone.hears(1336, 20)).isGreaterThan(-19);
  }

  @Test
  void aPeerThatTakesPacketsOfAnotherLengthGetsTheSameKeys() {
    TestPhone phone = bridge.phone(Codec.PCMU, 500);
    LegSettings s = phone.settings();
    bridge.plane.connect(
        phone.leg,
        new LegSettings(
            s.codec(),
            s.payloadType(),
            s.eventPayloadType(),
            s.eventClockRate(),
            -1,
            30,
            s.rtp(),
            s.rtcp(),
            false,
            s.signallingSource(),
            true,
            true,
            null,
            true,
            false));
    bridge.run(310);
    send(phone, "4711");
    bridge.run(1000);
    assertThat(phone.keysHeard).hasToString("4711");
    assertThat(phone.sequenceGaps).isZero();
  }

  @Test
  void keysWaitWhileThePeerDoesNotListen() {
    TestPhone phone = bridge.phone(Codec.PCMU, 500);
    bridge.run(50);
    assertThat(send(phone, "42")).isTrue();
    bridge.run(500);
    bridge.plane.connect(phone.leg, phone.settings());
    bridge.run(600);
    assertThat(phone.keysHeard).hasToString("42");
  }

  @Test
  void moreThanTheQueueHoldsIsRefusedAsAWhole() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    bridge.run(100);
    assertThat(send(phone, "1".repeat(64))).isTrue();
    assertThat(send(phone, "23")).isFalse();
    bridge.run(200);
    assertThat(send(phone, "4")).isTrue();
    bridge.run(65 * 200);
    assertThat(phone.keysHeard).hasToString("1".repeat(64) + "4");
  }

  @Test
  void whatIsNoKeyIsRefusedAndALegThatIsGoneIsToldOf() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    for (String bad : new String[] {"12E", "1 2", "P", "ä", "1\n"}) {
      assertThatThrownBy(() -> bridge.plane.sendDigits(phone.leg, bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("12");
    }
    assertThat(bridge.plane.sendDigits(LegId.next(), "1").toCompletableFuture())
        .isCompletedExceptionally();
    CompletableFuture<Boolean> late = bridge.plane.sendDigits(phone.leg, "1").toCompletableFuture();
    bridge.plane.close(phone.leg);
    bridge.run(100);
    assertThat(late.isDone()).isTrue();
    CompletableFuture<Boolean> later =
        bridge.plane.sendDigits(phone.leg, "1").toCompletableFuture();
    bridge.run(10);
    assertThat(later).isCompletedExceptionally();
  }

  @Test
  void keysNeverPrint() {
    assertThat(new LegCommand.SendKeys("4711", null).toString()).doesNotContain("4711");
    assertThat(new org.convoke.audio.Sound.Key('7').toString()).doesNotContain("7");
  }
}
