package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.convoke.audio.Codec;
import org.convoke.bus.LegEvent;
import org.convoke.bus.LegReport;
import org.convoke.dtls.Fingerprint;
import org.convoke.ice.CheckWriter;
import org.convoke.ice.IceCredentials;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Browsers' legs, from the first check to the last packet. */
class BrowserTest {
  private static final RoomId ROOM = RoomId.random();
  private final TestBridge bridge = new TestBridge();

  @BeforeAll
  static void ciphersAreChosen() {
    LegSrtp.warmUp();
  }

  private <T extends LegEvent> boolean told(TestBrowser browser, Class<T> type) {
    return bridge.events(type).stream().anyMatch(event -> event.leg().equals(browser.phone.leg));
  }

  @ParameterizedTest
  @EnumSource(
      value = Codec.class,
      names = {"OPUS", "PCMU", "PCMA"})
  void aBrowserAndAPhoneHearEachOtherAndNotThemselves(Codec codec) {
    TestPhone phone = bridge.call(Codec.PCMU, 600, ROOM);
    TestBrowser one = bridge.browser(codec, 900, ROOM);
    TestBrowser other = bridge.browser(codec, 1300, ROOM);
    bridge.run(600);
    bridge.forgetHeard();
    bridge.run(1500);
    assertThat(phone.hears(900, 0)).isGreaterThan(-25);
    assertThat(phone.hears(1300, 0)).isGreaterThan(-25);
    assertThat(one.phone.hears(600, 0)).isGreaterThan(-25);
    assertThat(one.phone.hears(1300, 0)).isGreaterThan(-25);
    assertThat(one.phone.hears(900, 0)).isLessThan(-45);
    assertThat(other.phone.hears(900, 0)).isGreaterThan(-25);
    assertThat(other.phone.hears(1300, 0)).isLessThan(-45);
    assertThat(one.phone.srtpFailures + other.phone.srtpFailures).isZero();
    assertThat(one.phone.sequenceGaps).isZero();
  }

  @Test
  void theDoorSaysHowToReachTheLeg() {
    TestBrowser browser = bridge.browser(Codec.OPUS, 900).open();
    assertThat(browser.door.ufrag()).hasSize(8);
    assertThat(browser.door.password()).hasSizeGreaterThanOrEqualTo(22);
    assertThat(browser.door.candidates()).hasSize(1);
    assertThat(browser.door.candidates().getFirst().getPort()).isEqualTo(TestBrowser.PORT);
    assertThat(browser.door.ssrc()).isBetween(0L, 0xFFFF_FFFFL);
    assertThat(browser.door.cname()).isNotBlank();
    assertThat(browser.door.toString()).doesNotContain(browser.door.password());
  }

  @Test
  void reportsGoBothWays() {
    TestBrowser browser = bridge.browser(Codec.OPUS, 900, ROOM);
    bridge.run(12_000);
    assertThat(browser.rtcpPackets).isGreaterThanOrEqualTo(2);
    LegReport report = bridge.report(browser.phone.leg);
    assertThat(report.codec()).isEqualTo("opus");
    assertThat(report.packetsReceived()).isGreaterThan(500);
    assertThat(report.remoteAddress()).isEqualTo(browser.phone.address.toString());
  }

  @Test
  void whatComesFromElsewhereChangesNothing() {
    TestBrowser browser = bridge.browser(Codec.PCMU, 900, ROOM);
    TestPhone phone = bridge.call(Codec.PCMU, 600, ROOM);
    phone.talking = false;
    bridge.run(500);
    LegReport before = bridge.report(browser.phone.leg);
    Endpoint stranger = Endpoint.of(new java.net.InetSocketAddress("10.9.9.9", 4444));
    CheckWriter guesses =
        new CheckWriter(
            new IceCredentials(browser.door.ufrag(), "guess0guess0guess0guess0"), browser.own);
    for (int i = 0; i < 50; i++) {
      byte[] check = guesses.check(true, 10_000);
      bridge.net.deliver(check, check.length, stranger, TestBrowser.PORT);
      // A ClientHello's beginning, RTP and RTCP of the browser's own SSRC.
      byte[] hello = new byte[80];
      hello[0] = 22;
      hello[1] = (byte) 254;
      hello[2] = (byte) 253;
      hello[13] = 1;
      bridge.net.deliver(hello, hello.length, stranger, TestBrowser.PORT);
      byte[] rtp = new byte[180];
      org.convoke.rtp.RtpPacket.writeHeader(
          rtp, 0, false, 0, browser.phone.sequence, 0, browser.phone.ssrc);
      bridge.net.deliver(rtp, rtp.length, stranger, TestBrowser.PORT);
      rtp[1] = (byte) 200;
      bridge.net.deliver(rtp, rtp.length, stranger, TestBrowser.PORT);
      bridge.run(20);
    }
    LegReport after = bridge.report(browser.phone.leg);
    assertThat(after.remoteAddress()).isEqualTo(before.remoteAddress());
    assertThat(after.packetsReceived() - before.packetsReceived()).isBetween(48L, 52L);
    phone.forgetHeard();
    browser.phone.forgetHeard();
    bridge.run(1000);
    assertThat(phone.hears(900, 0)).isGreaterThan(-20);
    assertThat(told(browser, LegEvent.Disconnected.class)).isFalse();
  }

  @Test
  void aForgedPacketFromTheBrowsersOwnAddressIsNotBelieved() {
    TestBrowser browser = bridge.browser(Codec.PCMU, 900, ROOM);
    bridge.run(500);
    LegReport before = bridge.report(browser.phone.leg);
    byte[] rtp = new byte[188];
    for (int i = 0; i < 20; i++) {
      org.convoke.rtp.RtpPacket.writeHeader(
          rtp, 0, false, 0, browser.phone.sequence + i, 160L * i, browser.phone.ssrc);
      browser.send(rtp);
      bridge.run(10);
    }
    assertThat(bridge.report(browser.phone.leg).packetsRefused() - before.packetsRefused())
        .isEqualTo(20);
  }

  @Test
  void aCheckThatIsFasterThanTheLegsLoopIsAnswered() {
    bridge.call(Codec.PCMU, 600);
    // Its leg is for the second loop, and the first reads.
    TestBrowser browser = bridge.browser(Codec.PCMU, 900).door();
    browser.check(true, 1);
    bridge.plane.loops()[0].turn(bridge.nowNs);
    assertThat(browser.answers).isZero();
    bridge.plane.loops()[1].turn(bridge.nowNs);
    assertThat(browser.answers).isEqualTo(1);
  }

  @Test
  void aBrowserThatMovesIsFollowedAndNothingIsLost() {
    TestBrowser browser = bridge.browser(Codec.PCMU, 900, ROOM);
    TestPhone phone = bridge.call(Codec.PCMU, 600, ROOM);
    bridge.run(1000);
    browser.moveTo("10.77.0.1", 33_333);
    browser.check(true, 50);
    bridge.run(200);
    bridge.forgetHeard();
    bridge.run(1000);
    assertThat(phone.hears(900, 0)).isGreaterThan(-20);
    assertThat(browser.phone.hears(600, 0)).isGreaterThan(-20);
    assertThat(bridge.report(browser.phone.leg).remoteAddress()).isEqualTo("10.77.0.1:33333");
    assertThat(browser.phone.srtpFailures).isZero();
    assertThat(browser.phone.sequenceGaps).isZero();
  }

  @Test
  void aBrowserThatIsSilentIsAskedMissedAndHeardAgain() {
    TestBrowser browser = bridge.browser(Codec.PCMU, 900, ROOM);
    bridge.run(1000);
    browser.alive = false;
    browser.phone.on = false;
    bridge.run(1450);
    assertThat(browser.asked).isZero();
    bridge.run(2500);
    assertThat(browser.asked).isBetween(4, 6);
    assertThat(told(browser, LegEvent.MediaSilent.class)).isFalse();
    bridge.run(150);
    assertThat(told(browser, LegEvent.MediaSilent.class)).isTrue();
    bridge.run(120_000);
    assertThat(told(browser, LegEvent.MediaTimedOut.class)).isFalse();
    assertThat(told(browser, LegEvent.MediaResumed.class)).isFalse();
    browser.alive = true;
    browser.check(true, 100);
    bridge.run(50);
    assertThat(told(browser, LegEvent.MediaResumed.class)).isTrue();
  }

  @Test
  void aBrowserThatOnlyAnswersIsStillThere() {
    TestBrowser browser = bridge.browser(Codec.PCMU, 900, ROOM);
    browser.phone.on = false;
    bridge.run(20_000);
    assertThat(browser.asked).isGreaterThan(3);
    assertThat(told(browser, LegEvent.MediaSilent.class)).isFalse();
  }

  @Test
  void aBrowserThatDoesNotComeIsGivenUp() {
    TestBrowser unchecked = bridge.browser(Codec.PCMU, 900).open();
    unchecked.alive = false;
    TestBrowser unshaken = bridge.browser(Codec.PCMU, 900).open();
    unshaken.check(true, 1);
    bridge.run(14_900);
    assertThat(bridge.events(LegEvent.Disconnected.class)).isEmpty();
    bridge.run(200);
    assertThat(bridge.events(LegEvent.Disconnected.class))
        .containsExactlyInAnyOrder(
            new LegEvent.Disconnected(unchecked.phone.leg, "no connectivity check came in time"),
            new LegEvent.Disconnected(
                unshaken.phone.leg, "the DTLS handshake did not end in time"));
    bridge.plane.close(unchecked.phone.leg);
    bridge.plane.close(unshaken.phone.leg);
    bridge.run(20);
    assertThat(bridge.events(LegEvent.LegClosed.class)).hasSize(2);
  }

  @Test
  void aCertificateThatSdpDidNotTellOfIsRefused() {
    TestBrowser browser = bridge.browser(Codec.PCMU, 900);
    browser.terms = browser.terms(new Fingerprint("sha-256", new byte[32]));
    browser.open().check(true, 1);
    bridge.turn();
    browser.client.connect();
    browser.waitUntilTold(LegEvent.Disconnected.class);
    assertThat(bridge.events(LegEvent.Disconnected.class).getFirst().why()).contains("fingerprint");
    assertThat(told(browser, LegEvent.Connected.class)).isFalse();
  }

  @Test
  void aBrowserThatSaysGoodbyeIsGoneAtOnce() {
    TestBrowser browser = bridge.browser(Codec.PCMU, 900, ROOM);
    bridge.run(200);
    browser.client.close();
    browser.waitUntilTold(LegEvent.Disconnected.class);
    int packets = browser.phone.packets;
    bridge.run(6000);
    assertThat(browser.phone.packets).isEqualTo(packets);
    assertThat(told(browser, LegEvent.MediaSilent.class)).isFalse();
  }

  @Test
  void aBrowserMaySendTwoHundredPacketsASecond() {
    TestBrowser browser = bridge.browser(Codec.PCMU, 900).connect();
    bridge.run(1000);
    long before = bridge.report(browser.phone.leg).packetsReceived();
    for (int i = 0; i < 2000; i++) {
      browser.phone.frame();
      if (i % 5 == 0) {
        bridge.run(1);
      }
    }
    // 0.4 s and a second's worth at once.
    assertThat(bridge.report(browser.phone.leg).packetsReceived() - before).isBetween(200L, 290L);
  }

  @Test
  void whoHasMovedIsReadByTheOtherLoopToo() {
    TestBrowser one = bridge.browser(Codec.PCMU, 900, ROOM);
    TestPhone phone = bridge.call(Codec.PCMU, 600, ROOM);
    bridge.run(300);
    for (int i = 0; i < 6; i++) {
      bridge.plane.leave(one.phone.leg);
      bridge.plane.leave(phone.leg);
      bridge.run(100);
      bridge.plane.join(one.phone.leg, RoomId.random(), MixSettings.DEFAULT);
      bridge.run(100);
    }
    bridge.plane.join(one.phone.leg, ROOM, MixSettings.DEFAULT);
    bridge.plane.join(phone.leg, ROOM, MixSettings.DEFAULT);
    bridge.run(500);
    bridge.forgetHeard();
    bridge.run(1000);
    assertThat(phone.hears(900, 0)).isGreaterThan(-20);
    assertThat(one.phone.hears(600, 0)).isGreaterThan(-20);
    LegReport report = bridge.report(one.phone.leg);
    assertThat(report.packetsLost()).isZero();
  }

  @Test
  void moreLegsThanTwoForEachBrowserAreRefused() {
    for (int i = 0; i < 2 * TestBridge.WEBRTC.maxBrowsers(); i++) {
      bridge.browser(Codec.PCMU, 900).open();
    }
    TestBrowser late = bridge.browser(Codec.PCMU, 900);
    Assertions.assertThatThrownBy(late::open)
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("100 browsers");
    bridge.plane.close(bridge.browsers.getFirst().phone.leg);
    bridge.run(20);
    assertThat(late.open().door).isNotNull();
  }

  @Test
  void aFingerprintThatCannotBeIsRefusedAtOnce() {
    TestBrowser browser = bridge.browser(Codec.PCMU, 900);
    BrowserTerms t = browser.terms(TestBrowser.IDENTITY.fingerprint());
    browser.terms =
        new BrowserTerms(
            t.ufrag(),
            t.password(),
            "md5",
            new byte[16],
            t.codec(),
            0,
            -1,
            0,
            -1,
            -1,
            true,
            true,
            false,
            false);
    Assertions.assertThatThrownBy(browser::open).hasMessageContaining("unknown hash");
  }
}
