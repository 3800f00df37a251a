package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.bus.LegEvent.DigitPressed;
import org.convoke.bus.LegEvent.DigitSource;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DigitsTest {
  private final TestBridge bridge = new TestBridge();

  private String pressed() {
    StringBuilder digits = new StringBuilder();
    bridge.events(DigitPressed.class).forEach(event -> digits.append(event.digit()));
    return digits.toString();
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void keysOfTelephoneEventsAreHeardOnceEach(Codec codec) {
    TestPhone phone = bridge.call(codec, 500);
    bridge.run(100);
    for (char digit : "1133*0#".toCharArray()) {
      phone.press(digit, 80);
      bridge.run(260);
    }
    assertThat(pressed()).isEqualTo("1133*0#");
    assertThat(bridge.events(DigitPressed.class))
        .allMatch(event -> event.source() == DigitSource.RFC4733 && event.durationMs() >= 60);
  }

  @Test
  void keysAlsoSentByInfoCountOnce() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    bridge.run(100);
    for (char digit : "1123".toCharArray()) {
      phone.press(digit, 100);
      bridge.run(180);
      bridge.plane.infoDigit(phone.leg, digit, 100);
      bridge.run(200);
    }
    assertThat(pressed()).isEqualTo("1123");
  }

  @Test
  void keysByInfoAloneCountEach() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    for (char digit : "1123".toCharArray()) {
      bridge.plane.infoDigit(phone.leg, digit, 100);
      bridge.run(150);
    }
    assertThat(pressed()).isEqualTo("1123");
  }

  @Test
  void tonesInTheSoundAreKeysWhereTelephoneEventWasNotNegotiatedAndOthersDoNotHearThem() {
    RoomId room = RoomId.random();
    TestPhone phone = bridge.phone(Codec.PCMU, 500);
    LegSettings s = phone.settings();
    bridge.plane.connect(
        phone.leg,
        new LegSettings(
            s.codec(),
            0,
            -1,
            8000,
            -1,
            20,
            s.rtp(),
            s.rtcp(),
            false,
            s.signallingSource(),
            true,
            true,
            null,
            false,
            false));
    bridge.plane.join(phone.leg, room, MixSettings.DEFAULT);
    TestPhone other = bridge.call(Codec.PCMU, 500, room);
    other.talking = false;
    phone.on = false;
    bridge.run(200);
    other.forgetHeard();
    byte[] payload = new byte[160];
    for (int frame = 0; frame < 40; frame++) {
      boolean down = frame % 20 < 8;
      for (int i = 0; i < 160; i++) {
        double t = (frame * 160 + i) / 8000.0;
        double tone = Math.sin(2 * Math.PI * 770 * t) + Math.sin(2 * Math.PI * 1336 * t);
        payload[i] = org.convoke.audio.G711.MU_LAW.encode((short) (down ? 5000 * tone : 0));
      }
      phone.send(payload, 160);
      phone.timestamp += 160;
      bridge.run(20);
    }
    assertThat(pressed()).isEqualTo("55");
    assertThat(other.hears(770, 0)).isLessThan(-40);
  }

  @Test
  void theMergerKeepsDoubleDigitsDoubleAndForgetsAfterAWhile() {
    DigitMerger merger = new DigitMerger();
    long s = 1_000_000_000L;
    assertThat(merger.isNew('1', DigitSource.RFC4733, 100, 10 * s)).isTrue();
    assertThat(merger.isNew('1', DigitSource.RFC4733, 100, 10 * s + s / 4)).isTrue();
    assertThat(merger.isNew('1', DigitSource.INFO, 100, 10 * s + s / 3)).isFalse();
    assertThat(merger.isNew('1', DigitSource.INFO, 100, 10 * s + s / 2)).isFalse();
    assertThat(merger.isNew('1', DigitSource.INFO, 100, 10 * s + s)).isTrue();
    assertThat(merger.isNew('2', DigitSource.INBAND, 100, 11 * s)).isTrue();
    assertThat(merger.isNew('2', DigitSource.RFC4733, 100, 20 * s)).isTrue();
    assertThat(merger.isNew('3', DigitSource.INFO, 0, 30 * s)).isTrue();
    assertThat(merger.isNew('3', DigitSource.RFC4733, 6000, 36 * s)).as("a long press").isFalse();
    assertThat(List.of(merger)).hasSize(1);
  }
}
