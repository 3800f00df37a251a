package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.bus.LegEvent.DigitPressed;
import org.convoke.bus.LegEvent.DigitSource;
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
