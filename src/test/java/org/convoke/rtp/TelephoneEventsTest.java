package org.convoke.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.convoke.sim.FakeNetwork;
import org.convoke.sim.FakeNetwork.Jitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelephoneEventsTest {
  private static final long MS = 1_000_000L;
  private static final String DIGITS = "0123456789*#ABCD";
  private final TelephoneEvents events = new TelephoneEvents(8000);
  private final StringBuilder heard = new StringBuilder();
  private int sequence = 65_530;

  private void packet(char digit, long timestamp, int duration, boolean end, long ms) {
    byte[] b = {
      (byte) DIGITS.indexOf(digit),
      (byte) (end ? 0x8A : 0x0A),
      (byte) (duration >> 8),
      (byte) duration
    };
    assertThat(events.packet(b, 0, 4, sequence++, timestamp, ms * MS)).isTrue();
    drain();
  }

  private void tick(long ms) {
    events.tick(ms * MS);
    drain();
  }

  private void drain() {
    for (char c = events.poll(); c != 0; c = events.poll()) {
      heard.append(c).append(events.durationMs()).append(' ');
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,8000,20",
    "2,8000,50",
    "3,48000,20",
    "4,48000,50",
    "5,16000,20",
    "6,16000,50",
    "7,8000,50"
  })
  void aThousandDigitsAtTwentyPercentLossAreThousandDigits(long seed, int clockRate, int updateMs) {
    var random = new Random(seed);
    var network =
        new FakeNetwork(seed)
            .lossPercent(20)
            .duplicatePercent(5)
            .reorderPercent(5, 45)
            .jitterMs(Jitter.UNIFORM, 15);
    var receiver = new TelephoneEvents(clockRate);
    var sender = new TelephoneEventSender(101, clockRate);
    var sent = new StringBuilder();
    var got = new StringBuilder();
    byte[] b = new byte[16];
    int sequence = 65_000;
    long nowMs = 0;
    for (int i = 0; i < 1000; i++) {
      char digit = DIGITS.charAt(random.nextInt(16));
      sent.append(digit);
      // Phones hold a key for 100 ms at least, so that some update always comes through.
      int holdMs = (updateMs == 50 ? 200 : 100) + random.nextInt(300);
      long pauseUntil = nowMs + holdMs + 60 + 60 + random.nextInt(200);
      sender.press(digit, holdMs, nowMs * clockRate / 1000);
      int frame = 0;
      while (nowMs < pauseUntil) {
        if (sender.isActive()) {
          int n = sender.write(b, 0, sequence++ & 0xFFFF, 7);
          boolean end = (b[13] & 0x80) != 0;
          if (end || updateMs == 20 || frame++ % 3 == 0) {
            network.send(b, 0, n, nowMs * MS);
          }
        }
        nowMs += 20;
        for (var d = network.poll(nowMs * MS); d != null; d = network.poll(nowMs * MS)) {
          byte[] p = d.bytes();
          receiver.packet(
              p, 12, 4, RtpPacket.sequence(p, 0), RtpPacket.timestamp(p, 0), d.arrivalNs());
        }
        receiver.tick(nowMs * MS);
        for (char c = receiver.poll(); c != 0; c = receiver.poll()) {
          got.append(c);
          assertThat(receiver.durationMs()).isBetween(0, holdMs + 400);
        }
      }
    }
    assertThat(got).as("seed %d", seed).hasToString(sent.toString());
  }

  @Test
  void aPressIsToldOnceAtItsEnd() {
    packet('5', 1000, 160, false, 0);
    packet('5', 1000, 320, false, 20);
    assertThat(heard).isEmpty();
    for (int i = 0; i < 3; i++) {
      packet('5', 1000, 800, true, 100 + i);
    }
    tick(1000);
    assertThat(heard).hasToString("5100 ");
  }

  @Test
  void allEndsLostItEndsByTime() {
    packet('#', 1000, 160, false, 0);
    packet('#', 1000, 480, false, 40);
    tick(100);
    assertThat(heard).isEmpty();
    assertThat(events.isPressed()).isTrue();
    tick(170);
    packet('#', 1000, 800, true, 200);
    tick(500);
    assertThat(heard).hasToString("#60 ");
  }

  @Test
  void onlyOneMiddlePacketIsEnough() {
    packet('9', 77, 400, false, 0);
    tick(130);
    assertThat(heard).hasToString("950 ");
  }

  @Test
  void onlyOneEndIsEnough() {
    packet('*', 77, 800, true, 0);
    assertThat(heard).hasToString("*100 ");
  }

  @Test
  void theSameKeyTwiceIsTwoPresses() {
    packet('1', 1000, 160, false, 0);
    packet('1', 2600, 160, false, 50);
    tick(400);
    assertThat(heard).hasToString("120 120 ");
  }

  @Test
  void packetsOfAToldPressAreNoNewOne() {
    packet('1', 1000, 800, true, 0);
    packet('2', 5000, 160, false, 500);
    packet('1', 1000, 640, false, 510);
    packet('2', 5000, 800, true, 600);
    packet('1', 1000, 800, true, 610);
    packet('2', 5000, 320, false, 620);
    tick(1000);
    assertThat(heard).hasToString("1100 2100 ");
  }

  @Test
  void aPressWhoseEveryPacketIsOvertakenByTheNextComesBeforeIt() {
    packet('2', 5000, 160, false, 0);
    packet('1', 1000, 800, true, 10);
    packet('2', 5000, 800, true, 90);
    assertThat(heard).hasToString("1100 2100 ");
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 48_000})
  void aLongPressInSegmentsIsOnePress(int clockRate) {
    for (int lossPercent : new int[] {0, 10}) {
      var receiver = new TelephoneEvents(clockRate);
      var sender = new TelephoneEventSender(101, clockRate);
      var network = new FakeNetwork(clockRate + lossPercent).lossPercent(lossPercent);
      byte[] b = new byte[16];
      sender.press('7', 20_000, 0xFFFF_FF00L);
      int presses = 0;
      for (long ms = 0; ms < 21_000; ms += 20) {
        int n = sender.write(b, 0, (int) (ms / 20), 1);
        if (n > 0) {
          network.send(b, 0, n, ms * MS);
        }
        for (var d = network.poll(ms * MS); d != null; d = network.poll(ms * MS)) {
          byte[] p = d.bytes();
          receiver.packet(
              p, 12, 4, RtpPacket.sequence(p, 0), RtpPacket.timestamp(p, 0), d.arrivalNs());
        }
        receiver.tick(ms * MS);
        if (receiver.poll() == '7') {
          presses++;
          assertThat(receiver.durationMs()).isBetween(19_500, 20_100);
        }
      }
      assertThat(presses).isOne();
    }
  }

  @Test
  void aSenderThatNeverChangesItsTimestampIsUnderstood() {
    packet('1', 0, 800, true, 0);
    packet('2', 0, 800, true, 500);
    packet('1', 0, 800, true, 4000);
    assertThat(heard).hasToString("1100 2100 1100 ");
  }

  @Test
  void theSameKeyAgainUnderAnUnchangedTimestampIsAnotherPress() {
    packet('1', 0, 800, true, 0);
    packet('1', 0, 640, false, 400);
    packet('1', 0, 160, false, 1100);
    packet('1', 0, 800, true, 1200);
    assertThat(heard).hasToString("1100 1100 ");
  }

  @Test
  void whatIsOvertakenByHoweverMuchIsNoPress() {
    packet('1', 0, 160, false, 0);
    packet('1', 0, 800, true, 100);
    // Sent before those two.
    sequence -= 5;
    packet('1', 0, 80, false, 1500);
    tick(3000);
    assertThat(heard).hasToString("1100 ");
  }

  @Test
  void aPressThatGoesOnAfterAnOutageIsTheSame() {
    packet('1', 0, 800, false, 0);
    tick(200);
    packet('1', 0, 20_000, false, 2500);
    packet('1', 0, 60_000, true, 7500);
    assertThat(heard).hasToString("1100 ");
  }

  @Test
  void severalEventsInOnePacketAreSeveralPresses() {
    byte[] b = {1, (byte) 0x8A, 3, 32, 2, (byte) 0x8A, 3, 32};
    events.packet(b, 0, 8, 1, 1000, 0);
    events.packet(b, 0, 8, 1, 1000, MS);
    drain();
    assertThat(heard).hasToString("1100 2100 ");
  }

  @Test
  void otherEventsThanKeysAreIgnored() {
    events.packet(new byte[] {16, (byte) 0x80, 1, 0}, 0, 4, 1, 5, 0);
    events.packet(new byte[] {(byte) 200, (byte) 0x80, 1, 0}, 0, 4, 2, 6, 0);
    tick(1000);
    assertThat(heard).isEmpty();
  }

  @Test
  void mutatedPayloadsNeverThrowAndNeverFloodTheCaller() {
    var random = new Random(8);
    byte[] b = new byte[64];
    for (int i = 0; i < 200_000; i++) {
      random.nextBytes(b);
      int length = random.nextInt(b.length + 1);
      assertThat(events.packet(b, 0, length, i, random.nextInt(), i * MS)).isEqualTo(length >= 4);
      events.tick(i * MS);
      int presses = 0;
      while (events.poll() != 0) {
        presses++;
        assertThat(events.durationMs()).isNotNegative();
      }
      assertThat(presses).isLessThanOrEqualTo(16);
    }
  }

  @Test
  void theSenderRefusesWhatIsNoKeyAndASecondKey() {
    var sender = new TelephoneEventSender(101, 8000);
    assertThat(sender.press('x', 100, 0)).isFalse();
    assertThat(sender.press('1', 100, 0)).isTrue();
    assertThat(sender.press('2', 100, 0)).isFalse();
    byte[] b = new byte[16];
    int packets = 0;
    while (sender.write(b, 0, packets, 1) > 0) {
      assertThat(RtpPacket.marker(b, 0)).isEqualTo(packets == 0);
      packets++;
    }
    assertThat(packets).isEqualTo(7);
    assertThat(b[13] & 0x80).isNotZero();
  }
}
