package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoke.audio.Codec;
import org.convoke.bus.LegEvent;
import org.convoke.bus.LegReport;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves the bridge: packet lengths, RTCP, SRTP, ports, and what late turns do. */
class SendingTest {
  private static final RoomId ROOM = RoomId.random();
  private final TestBridge bridge = new TestBridge();

  private static LegSettings with(LegSettings s, int ptimeMs, SrtpKeys keys) {
    return new LegSettings(
        s.codec(),
        s.payloadType(),
        s.eventPayloadType(),
        s.eventClockRate(),
        -1,
        ptimeMs,
        s.rtp(),
        s.rtcp(),
        false,
        s.signallingSource(),
        true,
        true,
        keys,
        false,
        false);
  }

  @ParameterizedTest
  @CsvSource({"10, PCMU", "20, PCMA", "30, PCMU", "40, G722", "60, PCMU"})
  void packetsAreAsLongAsThePeerWants(int ptimeMs, Codec codec) {
    TestPhone phone = bridge.phone(codec, 500);
    bridge.plane.connect(phone.leg, with(phone.settings(), ptimeMs, null));
    bridge.plane.join(phone.leg, ROOM, MixSettings.DEFAULT);
    bridge.call(Codec.PCMU, 700, ROOM);
    bridge.run(600);
    phone.forgetHeard();
    bridge.run(1200);
    assertThat(phone.lastPayloadBytes).isEqualTo(8 * ptimeMs);
    assertThat(phone.heardMs()).isBetween(1140, 1260);
    assertThat(phone.hears(700, 0)).isGreaterThan(-25);
    assertThat(phone.sequenceGaps).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 30, 40, 60})
  void packetsOfAnyLengthAreHeard(int ptimeMs) {
    TestPhone phone = bridge.call(Codec.PCMU, 700, ROOM);
    phone.on = false;
    TestPhone ear = bridge.call(Codec.PCMU, 500, ROOM);
    ear.talking = false;
    byte[] payload = new byte[8 * ptimeMs];
    for (int i = 0; i < payload.length; i++) {
      payload[i] =
          org.convoke.audio.G711.MU_LAW.encode(
              (short) (8000 * Math.sin(2 * Math.PI * 700 * i / 8000)));
    }
    for (int t = 0; t < 2400; t += ptimeMs) {
      phone.send(payload, payload.length);
      phone.timestamp += payload.length;
      bridge.run(ptimeMs);
    }
    assertThat(ear.hears(700, 1000)).isGreaterThan(-16);
    assertThat(bridge.report(phone.leg).concealedShare()).isLessThan(0.05);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32", "AEAD_AES_128_GCM"})
  void srtpGoesBothWaysAndForgedPacketsChangeNothing(String suite) {
    LegSrtp.warmUp();
    byte[] ours = new byte[suite.startsWith("AEAD") ? 28 : 30];
    byte[] theirs = ours.clone();
    new java.util.Random(5).nextBytes(ours);
    new java.util.Random(6).nextBytes(theirs);
    TestPhone phone = bridge.phone(Codec.PCMU, 500);
    bridge.plane.connect(phone.leg, with(phone.settings(), 20, new SrtpKeys(suite, ours, theirs)));
    bridge.plane.join(phone.leg, ROOM, MixSettings.DEFAULT);
    TestPhone other = bridge.call(Codec.PCMU, 700, ROOM);
    // Strangers spray from the phone's host before its first packet.
    TestPhone forger = new TestPhone(bridge.net, Codec.PCMU, "10.0.0.1", 62_000, 1900);
    forger.bridge = phone.bridge;
    forger.srtp = new LegSrtp(new SrtpKeys(suite, ours, theirs), forger.ssrc);
    phone.on = false;
    bridge.phones.add(forger);
    bridge.run(200);
    phone.on = true;
    phone.srtp = new LegSrtp(new SrtpKeys(suite, theirs, ours), phone.ssrc);
    bridge.run(600);
    bridge.forgetHeard();
    bridge.run(600);
    assertThat(other.hears(500, 0)).isGreaterThan(-25);
    assertThat(other.hears(1900, 0)).isLessThan(-60);
    assertThat(phone.hears(700, 0)).isGreaterThan(-25);
    assertThat(phone.srtpFailures).isZero();
    assertThat(forger.packets).isZero();
    assertThat(bridge.report(phone.leg).packetsRefused()).isGreaterThan(40);
    assertThat(new SrtpKeys(suite, ours, theirs).toString()).isEqualTo("SrtpKeys[" + suite + "]");
  }

  @Test
  void rtcpIsSentAboutEveryFiveSecondsAndAtTheEnd() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    bridge.run(60_000);
    assertThat(phone.rtcpPackets).isBetween(9, 22);
    int before = phone.rtcpPackets;
    bridge.plane.close(phone.leg);
    bridge.run(10);
    assertThat(phone.rtcpPackets).isEqualTo(before + 1);
    assertThat(bridge.events(LegEvent.LegClosed.class)).hasSize(1);
  }

  @Test
  void aLateTurnSendsWhatWasMissedAndAVeryLateOneNoBurst() {
    TestPhone phone = bridge.call(Codec.PCMU, 500);
    bridge.run(1000);
    phone.packets = 0;
    bridge.nowNs += 60_000_000;
    bridge.run(20);
    assertThat(phone.packets).isBetween(3, 5);
    long timestamp = phone.lastTimestamp;
    phone.packets = 0;
    bridge.nowNs += 2_000_000_000;
    bridge.run(20);
    assertThat(phone.packets).isBetween(5, 7);
    assertThat(phone.lastTimestamp - timestamp).as("time went on").isBetween(15_900L, 16_400L);
    bridge.turn();
    bridge.turn();
    int after = phone.packets;
    bridge.turn();
    assertThat(phone.packets).as("a repeated turn does nothing").isEqualTo(after);
  }

  @Test
  void portsRestAfterUseAndTheRangeEndsWithAClearFailure() {
    PortPool pool = new PortPool(20_001, 20_008, new java.util.Random(1));
    java.util.Set<Integer> taken = new java.util.TreeSet<>();
    for (int i = 0; i < 3; i++) {
      taken.add(pool.take(0));
    }
    assertThat(taken).containsExactly(20_002, 20_004, 20_006);
    assertThat(pool.take(0)).isEqualTo(-1);
    pool.giveBack(20_004, 0);
    assertThat(pool.take(PortPool.REST_NS - 1)).isEqualTo(-1);
    assertThat(pool.take(PortPool.REST_NS)).isEqualTo(20_004);
  }

  @Test
  void aReportNamesTheLegsQuality() {
    TestPhone phone = bridge.call(Codec.PCMA, 500);
    bridge.run(2000);
    LegReport report = bridge.report(phone.leg);
    assertThat(report.codec()).isEqualTo("PCMA");
    assertThat(report.localAddress()).isEqualTo("192.0.2.1:" + phone.bridge.rtpPort());
    assertThat(report.packetsReceived()).isBetween(98L, 101L);
    assertThat(report.packetsSent()).isBetween(98L, 101L);
    assertThat(report.packetsLost()).isZero();
    assertThat(report.mos()).isGreaterThan(4.3);
    assertThat(report.bufferMs()).isBetween(0.0, 25.0);
  }

  @Test
  void aFaultyRoomEndsAloneAndTheLoopLives() {
    RoomId faulty = RoomId.random();
    TestPhone a = bridge.call(Codec.PCMU, 500, faulty);
    TestPhone b = bridge.call(Codec.PCMU, 700, ROOM);
    TestPhone c = bridge.call(Codec.PCMU, 900, ROOM);
    bridge.run(500);
    bridge.plane.announce(
        faulty,
        Playback.once(1, java.util.List.of(new org.convoke.audio.Sound.Prompt("xx", "none"))));
    bridge.failing = true;
    bridge.run(100);
    bridge.failing = false;
    bridge.forgetHeard();
    bridge.run(500);
    assertThat(bridge.events(LegEvent.LegClosed.class)).extracting("leg").containsExactly(a.leg);
    assertThat(b.hears(900, 0)).isGreaterThan(-25);
    assertThat(c.hears(700, 0)).isGreaterThan(-25);
  }
}
