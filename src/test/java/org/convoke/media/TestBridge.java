package org.convoke.media;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.convoke.audio.Codec;
import org.convoke.audio.Sound;
import org.convoke.audio.ToneGenerator;
import org.convoke.bus.LegEvent;
import org.convoke.bus.LegReport;
import org.convoke.clock.Clock;
import org.convoke.config.MediaConfig;
import org.convoke.config.WebrtcConfig;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;

/** A media plane in virtual time with its phones: nothing happens but in {@link #run}. */
final class TestBridge {
  static final MediaConfig CONFIG = config(2, false);

  static final WebrtcConfig WEBRTC =
      new WebrtcConfig(7878, "", "", "", "", 3600, 15, 4, 30, 100, 60);

  final MemorySockets net = new MemorySockets();
  final List<LegEvent> events = new ArrayList<>();
  final List<TestPhone> phones = new ArrayList<>();
  final List<TestBrowser> browsers = new ArrayList<>();
  final MediaPlane plane;
  long nowNs = 1_000_000_000_000L;
  private final java.util.Map<Made, short[]> sounds = new java.util.HashMap<>();
  private int nextPort = 50_000;

  TestBridge() {
    this(CONFIG);
  }

  TestBridge(MediaConfig config) {
    Clock clock =
        new Clock() {
          @Override
          public long nowNs() {
            return nowNs;
          }

          @Override
          public Instant now() {
            return Instant.EPOCH;
          }
        };
    plane =
        new MediaPlane(
            config,
            WEBRTC,
            InetAddress.ofLiteral("192.0.2.1"),
            clock,
            this::samples,
            this::happened,
            net,
            new Random(1));
  }

  static MediaConfig config(int loops, boolean gain) {
    return new MediaConfig(
        20_000, 24_999, "", loops, "auto", 20, 300, 30, 60, 30, gain, "auto", 5, false);
  }

  /** Events are kept. */
  boolean recording = true;

  /** Browsers' sound is not protected: see {@link #withoutSrtp}. */
  boolean plainSound;

  /** Leaves SRTP away, whose library allocates at each packet, so that all else can be counted. */
  void withoutSrtp() {
    plainSound = true;
    for (MediaLoop loop : plane.loops()) {
      loop.context.srtp = (keys, ssrc) -> new Unprotected();
    }
  }

  private static final class Unprotected implements Srtp {
    @Override
    public boolean protect(Datagram packet) {
      return true;
    }

    @Override
    public boolean protectRtcp(Datagram packet) {
      return true;
    }

    @Override
    public boolean unprotect(Datagram packet, int ssrc) {
      return true;
    }

    @Override
    public boolean unprotectRtcp(Datagram packet) {
      return true;
    }
  }

  /** Every sound is 1 s of 1 kHz; tones are 100 ms of it. */
  /** Makes the next sound that is asked for a fault. */
  boolean failing;

  private record Made(Sound sound, int rate) {}

  private void happened(LegEvent event) {
    if (recording) {
      events.add(event);
    }
  }

  private short[] samples(Sound sound, int rate) {
    if (failing) {
      throw new IllegalStateException("a fault of the test");
    }
    return sounds.computeIfAbsent(new Made(sound, rate), key -> make(sound, rate));
  }

  private static short[] make(Sound sound, int rate) {
    if (sound instanceof Sound.Key key) {
      return ToneGenerator.dtmf(key.key(), 100, -13, rate);
    }
    short[] pcm = new short[sound instanceof Sound.Tone ? rate / 10 : rate];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) (6000 * Math.sin(2 * Math.PI * 1000 * i / rate));
    }
    return pcm;
  }

  /** A phone with a leg that is opened, not yet connected. */
  TestPhone phone(Codec codec, double hz) {
    TestPhone phone = new TestPhone(net, codec, "10.0.0." + (phones.size() + 1), nextPort, hz);
    nextPort += 2;
    phone.nowNs = () -> nowNs;
    phone.bridge = plane.open(phone.leg).toCompletableFuture().join();
    phones.add(phone);
    return phone;
  }

  /** A phone whose leg is connected. */
  TestPhone call(Codec codec, double hz) {
    TestPhone phone = phone(codec, hz);
    plane.connect(phone.leg, phone.settings());
    return phone;
  }

  TestPhone call(Codec codec, double hz, RoomId room) {
    TestPhone phone = call(codec, hz);
    plane.join(phone.leg, room, MixSettings.DEFAULT);
    return phone;
  }

  /** A browser whose leg is open, not yet connected. */
  TestBrowser browser(Codec codec, double hz) {
    TestBrowser browser = new TestBrowser(this, phones.size(), codec, nextPort, hz);
    nextPort += 2;
    phones.add(browser.phone);
    browsers.add(browser);
    return browser;
  }

  /** A browser that is connected and in the room. */
  TestBrowser browser(Codec codec, double hz, RoomId room) {
    TestBrowser browser = browser(codec, hz).connect();
    plane.join(browser.phone.leg, room, MixSettings.DEFAULT);
    return browser;
  }

  void run(int millis) {
    for (int i = 0; i < millis; i++) {
      nowNs += 1_000_000;
      long ms = nowNs / 1_000_000;
      for (int p = 0; p < phones.size(); p++) {
        if ((ms + 7L * p) % 20 == 0) {
          phones.get(p).frame();
        }
      }
      for (int b = 0; b < browsers.size(); b++) {
        browsers.get(b).everyMillisecond(ms);
      }
      turn();
    }
  }

  void turn() {
    for (MediaLoop loop : plane.loops()) {
      loop.turn(nowNs);
    }
  }

  void forgetHeard() {
    phones.forEach(TestPhone::forgetHeard);
  }

  LegReport report(LegId leg) {
    var answer = plane.report(leg).toCompletableFuture();
    turn();
    return answer.join();
  }

  <T extends LegEvent> List<T> events(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
