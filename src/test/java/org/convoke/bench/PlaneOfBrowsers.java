package org.convoke.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.convoke.audio.Codecs;
import org.convoke.audio.OpusLibrary;
import org.convoke.audio.OpusSettings;
import org.convoke.audio.SoundLibrary;
import org.convoke.bus.LegEvent;
import org.convoke.clock.Clock;
import org.convoke.config.MediaConfig;
import org.convoke.config.WebrtcConfig;
import org.convoke.dtls.DtlsIdentity;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;
import org.convoke.media.BrowserDoor;
import org.convoke.media.BrowserTerms;
import org.convoke.media.MediaPlane;
import org.convoke.media.MixSettings;
import org.convoke.sdp.BrowserAnswer;
import org.convoke.sdp.BrowserOffer;

/** A media plane on real sockets with a room of synthetic browsers, without any signalling. */
final class PlaneOfBrowsers implements AutoCloseable {
  final LoadBrowser[] browsers;
  final LegId[] legs;
  final BrowserLoad load;
  final MediaPlane plane;
  final Queue<LegEvent> gone = new ConcurrentLinkedQueue<>();
  private final DtlsIdentity identity;
  private final RoomId room = RoomId.random();

  PlaneOfBrowsers(int listeners, int talkers, boolean realTime) throws IOException {
    Clock clock = Clock.system();
    plane =
        new MediaPlane(
            new MediaConfig(
                30_000, 31_000, "", 0, "auto", 20, 300, 30, 60, 30, false, "auto", 5, realTime),
            new WebrtcConfig(0, "", "", "", "", 3600, 30, 4, 30, 5000, 60),
            InetAddress.getLoopbackAddress(),
            clock,
            new SoundLibrary(),
            this::happened);
    plane.prepareForBrowsers();
    identity = DtlsIdentity.create(clock.now());
    Random random = new Random(5);
    browsers = new LoadBrowser[listeners + talkers];
    legs = new LegId[browsers.length];
    for (int i = 0; i < browsers.length; i++) {
      browsers[i] = new LoadBrowser(i, 0, i < talkers ? i : -1, false, random);
    }
    load =
        new BrowserLoad(
            clock,
            realTime,
            browsers,
            1,
            talkers,
            identity,
            new Codecs(OpusLibrary.choose("auto"), OpusSettings.SPEECH));
    load.start();
  }

  private void happened(LegEvent event) {
    if (event instanceof LegEvent.Disconnected) {
      gone.add(event);
    }
  }

  RoomId roomId() {
    return room;
  }

  /** Offer, answer, and into the room. */
  void join(int index) {
    LoadBrowser browser = browsers[index];
    String sdp =
        BrowserSdp.offer(
            browser.ufrag, browser.password, identity.fingerprint(), browser.ssrc, browser.sends);
    BrowserOffer offer = (BrowserOffer) BrowserOffer.read(sdp);
    legs[index] = LegId.next();
    BrowserDoor door =
        plane
            .openBrowser(
                legs[index],
                new BrowserTerms(
                    offer.ufrag(),
                    offer.password(),
                    offer.fingerprintHash(),
                    offer.fingerprint(),
                    offer.codec(),
                    offer.payloadType(),
                    offer.eventPayloadType(),
                    offer.eventClockRate(),
                    offer.comfortNoisePayloadType(),
                    offer.levelExtension(),
                    offer.hears(),
                    offer.speaks(),
                    offer.opusFec(),
                    offer.opusDtx()))
            .toCompletableFuture()
            .join();
    List<BrowserAnswer.Candidate> candidates =
        door.candidates().stream().map(PlaneOfBrowsers::candidate).toList();
    BrowserAnswer answer =
        new BrowserAnswer(
            door.ufrag(),
            door.password(),
            door.fingerprintHash(),
            door.fingerprint(),
            candidates,
            door.ssrc(),
            door.cname(),
            1,
            1,
            browser.sends);
    plane.join(legs[index], room, MixSettings.DEFAULT);
    load.begin(browser, BrowserSdp.answer(answer.text(offer)));
  }

  private static BrowserAnswer.Candidate candidate(InetSocketAddress address) {
    return new BrowserAnswer.Candidate(address.getAddress().getHostAddress(), address.getPort());
  }

  @Override
  public void close() {
    try {
      load.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    plane.close();
  }
}
