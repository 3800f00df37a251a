package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import org.convoke.audio.Codec;
import org.convoke.bus.LegEvent;
import org.convoke.id.RoomId;
import org.convoke.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

/**
 * Somebody sprays RTP and RTCP over the port range, before, during and after calls are set up:
 * nothing of a call reaches him, and nothing of his is heard.
 */
class SprayTest {
  private static final RoomId ROOM = RoomId.random();
  private static final double PHONE_HZ = 700;
  private static final double MARKER_HZ = 1000;
  private static final double SILENT_DBFS = -60;

  private final TestBridge bridge = new TestBridge();

  /** Who hears what is believed. */
  private final TestPhone ear = bridge.call(Codec.PCMU, 3000, ROOM);

  {
    ear.talking = false;
  }

  /** A sprayer of one port, at the phone's pace and with its payload type. */
  private TestPhone sprayer(String host, int port, LegPorts at) {
    TestPhone sprayer = new TestPhone(bridge.net, Codec.PCMU, host, port, MARKER_HZ);
    sprayer.bridge = at;
    bridge.phones.add(sprayer);
    return sprayer;
  }

  private void connect(TestPhone phone, String sdpHost, int sdpPort, String signalling) {
    bridge.plane.connect(
        phone.leg,
        phone.settings(new InetSocketAddress(sdpHost, sdpPort), InetAddress.ofLiteral(signalling)));
    bridge.plane.join(phone.leg, ROOM, MixSettings.DEFAULT);
  }

  private static void at(TestPhone phone, String host, int port) {
    phone.address.set(InetAddress.ofLiteral(host), port);
  }

  /** One whose sound comes from the address that its SDP names. */
  private TestPhone phoneWhereSdpSays() {
    TestPhone phone = bridge.phone(Codec.PCMU, PHONE_HZ);
    connect(phone, "10.0.0.2", phone.address.port, "10.0.0.2");
    at(phone, "10.0.0.2", phone.address.port);
    return phone;
  }

  /** Its SDP names an address of its own network; it is silent as yet. */
  private void beBehindNat(TestPhone phone) {
    connect(phone, "192.168.1.4", 4000, "198.51.100.1");
    at(phone, "198.51.100.1", 33_333);
    phone.on = false;
  }

  private void assertPhoneAloneIsHeard(TestPhone sprayer) {
    assertThat(sprayer.packets).isZero();
    assertThat(sprayer.rtcpPackets).isZero();
    assertThat(heard(MARKER_HZ)).isLessThan(SILENT_DBFS);
    assertThat(heard(PHONE_HZ)).isGreaterThan(-25);
  }

  private double heard(double hz) {
    return ear.hears(hz, 0);
  }

  @Test
  void whoSpraysFromElsewhereGetsNothingAndIsNotHeard() {
    TestPhone phone = bridge.phone(Codec.PCMU, PHONE_HZ);
    TestPhone sprayer = sprayer("198.51.100.66", 60_000, phone.bridge);
    bridge.run(200);
    connect(phone, "10.0.0.2", phone.address.port, "10.0.0.2");
    at(phone, "10.0.0.2", phone.address.port);
    bridge.run(1000);
    assertPhoneAloneIsHeard(sprayer);
  }

  @Test
  void whoSpraysFromThePhonesOwnHostGetsNothingEither() {
    TestPhone phone = phoneWhereSdpSays();
    phone.on = false;
    // The sprayer is there first, and the phone takes its time.
    TestPhone sprayer = sprayer("10.0.0.2", 60_000, phone.bridge);
    bridge.run(300);
    phone.on = true;
    bridge.run(1000);
    assertPhoneAloneIsHeard(sprayer);
    assertThat(bridge.report(phone.leg).remoteAddress())
        .isEqualTo("10.0.0.2:" + phone.address.port);
  }

  @Test
  void aPhoneThatBeginsLateTakesItsCallBack() {
    TestPhone phone = phoneWhereSdpSays();
    phone.on = false;
    TestPhone sprayer = sprayer("10.0.0.2", 60_000, phone.bridge);
    bridge.run(2000);
    phone.on = true;
    bridge.run(200);
    int stolen = sprayer.packets;
    ear.forgetHeard();
    bridge.run(1000);
    assertThat(sprayer.packets).isEqualTo(stolen);
    assertThat(ear.hears(MARKER_HZ, 300)).isLessThan(SILENT_DBFS);
    assertThat(heard(PHONE_HZ)).isGreaterThan(-25);
  }

  @Test
  void behindNatWhoSentBeforeOurAnswerIsNotThePhone() {
    TestPhone phone = bridge.phone(Codec.PCMU, PHONE_HZ);
    // Behind the same NAT, at the phone's pace: but he began too early.
    TestPhone sprayer = sprayer("198.51.100.1", 60_000, phone.bridge);
    bridge.run(100);
    beBehindNat(phone);
    bridge.run(500);
    phone.on = true;
    bridge.run(1000);
    assertPhoneAloneIsHeard(sprayer);
    assertThat(bridge.report(phone.leg).remoteAddress()).isEqualTo("198.51.100.1:33333");
  }

  @Test
  void behindNatWhoSweepsTheRangeIsNoStream() {
    TestPhone phone = bridge.phone(Codec.PCMU, PHONE_HZ);
    beBehindNat(phone);
    int[] reached = new int[1];
    for (int port = 60_000; port < 60_016; port++) {
      bridge.net.listen(port, (bytes, length, from) -> reached[0]++);
    }
    Random random = new Random(7);
    Endpoint from = Endpoint.of(new InetSocketAddress("198.51.100.1", 60_000));
    byte[] packet = new byte[172];
    for (int i = 0; i < 400; i++) {
      if (i == 200) {
        phone.on = true;
      }
      for (int k = 0; k < 3; k++) {
        from.port = 60_000 + random.nextInt(16);
        RtpPacket.writeHeader(packet, 0, false, 0, i, 160L * i, random.nextInt());
        bridge.net.deliver(packet, packet.length, from, phone.bridge.rtpPort());
      }
      bridge.run(5);
    }
    assertThat(reached[0]).isZero();
    assertThat(heard(PHONE_HZ)).isGreaterThan(-25);
    assertThat(bridge.report(phone.leg).remoteAddress()).isEqualTo("198.51.100.1:33333");
  }

  @Test
  void behindNatTheFirstKeyCountsThoughNothingWasSentBefore() {
    TestPhone phone = bridge.phone(Codec.PCMU, PHONE_HZ);
    beBehindNat(phone);
    bridge.run(1000);
    phone.press('4', 100);
    phone.on = true;
    bridge.run(600);
    assertThat(bridge.events(LegEvent.DigitPressed.class))
        .filteredOn(event -> event.leg().equals(phone.leg))
        .hasSize(1);
  }

  @Test
  void aStreamOfAnotherSsrcFromAnotherPortDoesNotSpeakInto() {
    TestPhone phone = bridge.call(Codec.PCMU, PHONE_HZ, ROOM);
    bridge.run(300);
    int port = phone.address.port;
    String host = phone.address.toSocketAddress().getAddress().getHostAddress();
    TestPhone sprayer = sprayer(host, port + 4, phone.bridge);
    ear.forgetHeard();
    bridge.run(1500);
    assertPhoneAloneIsHeard(sprayer);
  }

  @Test
  void reportsAreTakenFromThePortThatSdpNamedAndNotFromAnother() {
    TestPhone phone = bridge.call(Codec.PCMU, PHONE_HZ, ROOM);
    bridge.run(300);
    // An empty receiver report (RFC 3550 §6.4.2), of a source that is not the phone's.
    byte[] report = {(byte) 0x80, (byte) 201, 0, 1, 1, 2, 3, 4};
    int[] reached = new int[1];
    Endpoint stranger = new Endpoint();
    stranger.set(phone.address);
    stranger.port = 60_001;
    bridge.net.listen(60_001, (bytes, length, from) -> reached[0]++);
    long before = bridge.report(phone.leg).packetsRefused();
    for (int i = 0; i < 200; i++) {
      bridge.net.deliver(report, report.length, stranger, phone.bridge.rtcpPort());
      bridge.run(50);
    }
    assertThat(bridge.report(phone.leg).packetsRefused() - before).isEqualTo(200);
    assertThat(reached[0]).isZero();
    assertThat(phone.rtcpPackets).as("reports go where SDP says").isPositive();
  }

  /** So do digits of sipp's come, beside its sound. */
  @Test
  void whatComesFromPortZeroIsBelievedAtOnceAndTakesNothing() {
    SourceGuard guard = new SourceGuard();
    InetAddress host = InetAddress.ofLiteral("10.0.0.2");
    guard.negotiated(new InetSocketAddress(host, 4000), host);
    Endpoint zero = new Endpoint();
    zero.set(host, 0);
    assertThat(guard.accepts(zero)).isTrue();
    assertThat(guard.judge(zero, 7, 1, false, 0)).isEqualTo(PeerGuard.BELIEVED);
    assertThat(guard.target().port).isEqualTo(4000);
    Endpoint phone = new Endpoint();
    phone.set(host, 4000);
    assertThat(guard.judge(phone, 8, 1, false, 1)).isEqualTo(PeerGuard.LEARNED);
    assertThat(guard.accepts(zero)).isFalse();
  }
}
