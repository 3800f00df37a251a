package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoke.audio.Codec;
import org.convoke.bus.LegEvent;
import org.junit.jupiter.api.Test;

/** 30 s of silence warn, 60 s end; on hold 30 minutes. */
class TimeoutsTest {
  private final TestBridge bridge = new TestBridge();

  private static LegSettings receiving(LegSettings s, boolean receiving) {
    return directed(s, true, receiving);
  }

  private static LegSettings directed(LegSettings s, boolean sending, boolean receiving) {
    return new LegSettings(
        s.codec(),
        s.payloadType(),
        s.eventPayloadType(),
        s.eventClockRate(),
        -1,
        20,
        s.rtp(),
        s.rtcp(),
        false,
        s.signallingSource(),
        sending,
        receiving,
        null,
        false,
        false);
  }

  @Test
  void aPhoneThatNeverSendsIsWarnedOfOnceAndThenTimedOutOnce() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    phone.on = false;
    bridge.run(29_900);
    assertThat(bridge.events).isEmpty();
    bridge.run(200);
    assertThat(bridge.events).hasSize(1).first().isInstanceOf(LegEvent.MediaSilent.class);
    bridge.run(60_000);
    assertThat(bridge.events)
        .hasSize(2)
        .last()
        .isInstanceOfSatisfying(
            LegEvent.MediaTimedOut.class,
            event -> assertThat(event.silentMs()).isBetween(60_000L, 60_040L));
  }

  @Test
  void soundThatComesBackIsReported() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    bridge.run(1000);
    phone.on = false;
    bridge.run(31_000);
    phone.on = true;
    bridge.run(200);
    assertThat(bridge.events).hasSize(2).last().isEqualTo(new LegEvent.MediaResumed(phone.leg));
    bridge.run(40_000);
    assertThat(bridge.events).hasSize(2);
  }

  @Test
  void rtcpAloneKeepsACallAlive() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    phone.on = false;
    byte[] receiverReport = {(byte) 0x80, (byte) 201, 0, 1, 1, 2, 3, 4};
    for (int i = 0; i < 20; i++) {
      bridge.run(5000);
      Endpoint from = new Endpoint();
      from.set(phone.address);
      from.port++;
      bridge.net.deliver(receiverReport, 8, from, phone.bridge.rtcpPort());
    }
    assertThat(bridge.events).isEmpty();
  }

  @Test
  void aPhoneOnHoldNeedNotSendForHalfAnHour() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    bridge.run(1000);
    phone.on = false;
    bridge.plane.connect(phone.leg, receiving(phone.settings(), false));
    bridge.run(120_000);
    assertThat(bridge.events).isEmpty();
    bridge.plane.connect(phone.leg, receiving(phone.settings(), true));
    bridge.run(20_000);
    assertThat(bridge.events).as("the time on hold does not count").isEmpty();
    phone.on = true;
    bridge.run(1000);
    bridge.plane.connect(phone.leg, receiving(phone.settings(), false));
    phone.on = false;
    bridge.run(30 * 60_000 - 1000);
    assertThat(bridge.events).isEmpty();
    bridge.run(2000);
    assertThat(bridge.events).hasSize(1).first().isInstanceOf(LegEvent.MediaTimedOut.class);
  }

  @Test
  void aPhoneThatHoldsWithMusicItDoesNotHaveIsOnHoldToo() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    bridge.run(1000);
    phone.on = false;
    bridge.plane.connect(phone.leg, directed(phone.settings(), false, true));
    bridge.run(120_000);
    assertThat(bridge.events).isEmpty();
  }
}
