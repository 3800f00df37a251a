package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.convoke.audio.Codec;
import org.convoke.bus.LegReport;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;

/** Whose packets a leg believes, and where it sends. */
class LearningTest {
  private static final RoomId ROOM = RoomId.random();
  private final TestBridge bridge = new TestBridge();

  /** A room with an ear in it, so that what a leg takes in can be heard. */
  private final TestPhone ear = bridge.call(Codec.PCMU, 3000, ROOM);

  {
    ear.talking = false;
  }

  private TestPhone named(String sdpHost, int sdpPort, String signalling) {
    TestPhone phone = bridge.phone(Codec.PCMU, 700);
    bridge.plane.connect(
        phone.leg,
        phone.settings(new InetSocketAddress(sdpHost, sdpPort), InetAddress.ofLiteral(signalling)));
    bridge.plane.join(phone.leg, ROOM, MixSettings.DEFAULT);
    return phone;
  }

  private TestPhone at(TestPhone phone, String host) {
    phone.address.set(InetAddress.ofLiteral(host), phone.address.port);
    return phone;
  }

  private double heard(double hz) {
    ear.forgetHeard();
    bridge.run(400);
    return ear.hears(hz, 0);
  }

  @Test
  void publicAddressOfSdpIsBelievedWhateverThePort() {
    TestPhone phone = at(named("203.0.113.7", 4000, "198.51.100.1"), "203.0.113.7");
    bridge.run(900);
    assertThat(heard(700)).isGreaterThan(-25);
    assertThat(bridge.report(phone.leg).remoteAddress())
        .isEqualTo("203.0.113.7:" + phone.address.port);
    assertThat(phone.packets).isGreaterThan(20);
  }

  @Test
  void anotherAddressThanSdpsPublicOneIsNot() {
    TestPhone phone = at(named("203.0.113.7", 4000, "198.51.100.1"), "198.51.100.1");
    bridge.run(300);
    assertThat(heard(700)).isLessThan(-55);
    assertThat(phone.packets).isZero();
    LegReport report = bridge.report(phone.leg);
    assertThat(report.packetsReceived()).isZero();
    assertThat(report.packetsRefused()).isGreaterThan(30);
    assertThat(report.remoteAddress()).isEqualTo("203.0.113.7:4000");
  }

  @Test
  void behindNatTheAddressThatSignalledIsBelieved() {
    TestPhone phone = at(named("192.168.1.4", 4000, "198.51.100.1"), "198.51.100.1");
    bridge.run(300);
    assertThat(heard(700)).isGreaterThan(-25);
    assertThat(bridge.report(phone.leg).remoteAddress()).startsWith("198.51.100.1:");
  }

  @Test
  void behindNatNobodyElseIs() {
    TestPhone phone = at(named("192.168.1.4", 4000, "198.51.100.1"), "198.51.100.2");
    bridge.run(300);
    assertThat(heard(700)).isLessThan(-55);
    assertThat(bridge.report(phone.leg).packetsReceived()).isZero();
  }

  @Test
  void whoSignalsOverLoopbackMayNameAnyAddressOfTheHost() {
    TestPhone phone = at(named("203.0.113.7", 4000, "127.0.0.1"), "127.0.0.1");
    bridge.run(900);
    assertThat(heard(700)).isGreaterThan(-25);
    assertThat(bridge.report(phone.leg).remoteAddress()).startsWith("127.0.0.1:");
  }

  @Test
  void onceLockedASprayerFromTheSameHostIsNotHeardAndGetsNothing() {
    TestPhone phone = bridge.call(Codec.PCMU, 700, ROOM);
    bridge.run(300);
    TestPhone sprayer = sprayer(phone);
    bridge.run(200);
    assertThat(heard(1900)).isLessThan(-60);
    assertThat(heard(700)).isGreaterThan(-25);
    assertThat(sprayer.packets).isZero();
    assertThat(bridge.report(phone.leg).packetsRefused()).isGreaterThan(20);
  }

  private TestPhone sprayer(TestPhone victim) {
    TestPhone sprayer = new TestPhone(bridge.net, Codec.PCMU, "10.9.9.9", 60_000, 1900);
    sprayer.address.set(victim.address);
    sprayer.address.port = 60_000;
    sprayer.ssrc = victim.ssrc;
    sprayer.sequence = victim.sequence + 5;
    sprayer.timestamp = victim.timestamp;
    sprayer.bridge = victim.bridge;
    bridge.phones.add(sprayer);
    return sprayer;
  }

  @Test
  void aReInviteWithAnotherAddressIsFollowed() {
    TestPhone phone = bridge.call(Codec.PCMU, 700, ROOM);
    bridge.run(300);
    TestPhone moved = new TestPhone(bridge.net, Codec.PCMU, "10.7.7.7", 61_000, 1300);
    moved.bridge = phone.bridge;
    phone.on = false;
    bridge.phones.add(moved);
    bridge.plane.connect(phone.leg, moved.settings());
    bridge.run(300);
    assertThat(heard(1300)).isGreaterThan(-25);
    assertThat(moved.packets).isGreaterThan(25);
    assertThat(bridge.report(phone.leg).remoteAddress()).isEqualTo("10.7.7.7:61000");
  }

  @Test
  void aReInviteWithTheSameAddressKeepsTheLock() {
    TestPhone phone = bridge.call(Codec.PCMU, 700, ROOM);
    bridge.run(300);
    phone.on = false;
    bridge.plane.connect(phone.leg, phone.settings());
    sprayer(phone);
    bridge.run(200);
    assertThat(heard(1900)).isLessThan(-60);
  }

  @Test
  void anotherSsrcFromTheLockedAddressTakesOverWithItsSecondPacket() {
    TestPhone phone = bridge.call(Codec.PCMU, 700, ROOM);
    bridge.run(300);
    phone.ssrc ^= 0x1234;
    phone.sequence = 40_000;
    phone.timestamp = 9_000_000;
    bridge.run(200);
    assertThat(heard(700)).isGreaterThan(-25);
    assertThat(bridge.report(phone.leg).packetsRefused()).isEqualTo(1);
  }

  @Test
  void otherPayloadTypesAreRefusedAndTeachNothing() {
    TestPhone phone = bridge.call(Codec.PCMU, 700, ROOM);
    TestPhone wrong = new TestPhone(bridge.net, Codec.PCMA, "10.0.0.2", 61_002, 1900);
    wrong.address.set(phone.address);
    wrong.address.port = 61_002;
    wrong.bridge = phone.bridge;
    phone.on = false;
    bridge.phones.add(wrong);
    bridge.run(300);
    assertThat(wrong.packets).isZero();
    assertThat(phone.packets).isGreaterThan(10);
    assertThat(bridge.report(phone.leg).packetsRefused()).isGreaterThan(10);
  }

  @Test
  void malformedPacketsAreRefused() {
    TestPhone phone = bridge.call(Codec.PCMU, 700, ROOM);
    bridge.run(300);
    byte[] noise = new byte[200];
    java.util.Random random = new java.util.Random(3);
    for (int i = 0; i < 2000; i++) {
      random.nextBytes(noise);
      int port = phone.bridge.rtpPort() + (i & 1);
      bridge.net.deliver(noise, random.nextInt(200), phone.address, port);
      bridge.turn();
    }
    bridge.run(200);
    assertThat(heard(700)).isGreaterThan(-25);
    assertThat(bridge.report(phone.leg).packetsRefused()).isGreaterThan(1500);
  }

  @Test
  void fromPortZeroIsHeardAndNotAnswered() {
    TestPhone phone = at(named("127.0.0.1", 4000, "127.0.0.1"), "127.0.0.1");
    int port = phone.address.port;
    phone.address.port = 0;
    bridge.run(900);
    assertThat(heard(700)).isGreaterThan(-25);
    assertThat(bridge.report(phone.leg).remoteAddress()).isEqualTo("127.0.0.1:4000");
    phone.address.port = port;
    bridge.run(900);
    assertThat(bridge.report(phone.leg).remoteAddress()).isEqualTo("127.0.0.1:" + port);
  }

  @Test
  void whoMovedIsNotSentToAtItsOldPortForItsLastPackets() {
    TestPhone phone = bridge.phone(Codec.PCMU, 700);
    at(phone, "203.0.113.7");
    InetAddress host = InetAddress.ofLiteral("203.0.113.7");
    bridge.plane.connect(
        phone.leg, phone.settings(new InetSocketAddress(host, phone.address.port), host));
    bridge.plane.join(phone.leg, ROOM, MixSettings.DEFAULT);
    bridge.run(300);
    bridge.plane.connect(phone.leg, phone.settings(new InetSocketAddress(host, 4444), host));
    bridge.run(300);
    assertThat(heard(700)).as("what is on the way is not lost").isGreaterThan(-25);
    assertThat(bridge.report(phone.leg).remoteAddress()).isEqualTo("203.0.113.7:4444");
  }
}
