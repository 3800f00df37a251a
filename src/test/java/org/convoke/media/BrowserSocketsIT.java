package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.convoke.audio.Codec;
import org.convoke.audio.G711;
import org.convoke.audio.Goertzel;
import org.convoke.audio.SoundLibrary;
import org.convoke.bus.LegEvent;
import org.convoke.clock.Clock;
import org.convoke.config.MediaConfig;
import org.convoke.config.WebrtcConfig;
import org.convoke.dtls.DtlsClient;
import org.convoke.dtls.DtlsIdentity;
import org.convoke.dtls.DtlsKeys;
import org.convoke.dtls.DtlsListener;
import org.convoke.dtls.Fingerprint;
import org.convoke.ice.CheckWriter;
import org.convoke.ice.IceCredentials;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;
import org.convoke.rtp.RtpPacket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real sockets and threads: browsers on loopback, in one room, over IPv4 and IPv6. */
class BrowserSocketsIT {
  private static final int BROWSERS = 6;
  private static final int FRAMES = 100;
  private static final long LIMIT_NS = 60_000_000_000L;
  private static final WebrtcConfig WEBRTC =
      new WebrtcConfig(0, "127.0.0.1,::1", "", "", "", 3600, 60, 4, 30, 100, 60);

  @ParameterizedTest
  @CsvSource({
    "native, 0.0.0.0, 127.0.0.1",
    "native, 0.0.0.0, ::1",
    "nio, 0.0.0.0, 127.0.0.1",
    "nio, 0.0.0.0, ::1",
    "native, 127.0.0.1, 127.0.0.1"
  })
  void browsersHearTheRoomAndNotThemselves(String sockets, String bind, String address)
      throws Exception {
    InetAddress host = InetAddress.ofLiteral(address);
    assumeThat(NetworkInterface.getByInetAddress(host)).isNotNull();
    MediaConfig config =
        new MediaConfig(
            27_000, 27_999, "", 2, sockets, 20, 300, 30, 60, 30, false, "auto", 5, false);
    Queue<LegEvent> events = new ConcurrentLinkedQueue<>();
    List<Browser> browsers = new ArrayList<>();
    try (MediaPlane plane =
        new MediaPlane(
            config,
            WEBRTC,
            InetAddress.ofLiteral(bind),
            Clock.system(),
            new SoundLibrary(),
            events::add)) {
      RoomId room = RoomId.random();
      for (int i = 0; i < BROWSERS; i++) {
        Browser browser = new Browser(plane, host, 500 + 250 * i);
        browsers.add(browser);
        plane.join(browser.leg, room, MixSettings.DEFAULT);
      }
      long begun = System.nanoTime();
      while (browsers.stream().anyMatch(browser -> browser.srtp == null)
          || events.stream().filter(LegEvent.Connected.class::isInstance).count() < BROWSERS) {
        assertThat(System.nanoTime() - begun).as("%s", events).isLessThan(LIMIT_NS);
        for (Browser browser : browsers) {
          browser.pump();
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
      for (int frame = 0; frame < FRAMES; frame++) {
        for (Browser browser : browsers) {
          browser.speak(frame);
          browser.pump();
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    } finally {
      browsers.forEach(browser -> browser.socket.close());
    }
    for (int ear = 0; ear < BROWSERS; ear++) {
      assertThat(browsers.get(ear).packets).as("packets to %d", ear).isGreaterThan(FRAMES / 2);
      for (int mouth = 0; mouth < BROWSERS; mouth++) {
        double level = browsers.get(ear).hears(browsers.get(mouth).hz);
        if (ear != mouth) {
          assertThat(level).as("browser %d hears %d", ear, mouth).isGreaterThan(-33);
        } else {
          assertThat(level).as("browser %d must not hear itself", ear).isLessThan(-45);
        }
      }
    }
  }

  private static final class Browser implements DtlsListener {
    private static final DtlsIdentity IDENTITY = DtlsIdentity.create(Instant.now());

    final LegId leg = LegId.next();
    private final int hz;
    private final DatagramSocket socket;
    private final InetSocketAddress bridge;
    private final CheckWriter checks;
    private final DtlsClient client;
    private final Datagram scratch = new Datagram();
    private final DatagramPacket in = new DatagramPacket(new byte[2048], 2048);
    private final short[] heard = new short[160 * 4 * FRAMES];
    private volatile Srtp srtp;
    private boolean proved;
    private int heardCount;
    private int packets;

    Browser(MediaPlane plane, InetAddress host, int hz) throws IOException {
      this.hz = hz;
      socket = new DatagramSocket(new InetSocketAddress(host, 0));
      socket.setReceiveBufferSize(1 << 20);
      socket.setSoTimeout(1);
      IceCredentials own = new IceCredentials("u" + hz + "x", "0123456789012345678901" + hz);
      Fingerprint print = IDENTITY.fingerprint();
      BrowserDoor door =
          plane
              .openBrowser(
                  leg,
                  new BrowserTerms(
                      own.ufrag(),
                      own.password(),
                      print.hash(),
                      print.bytes(),
                      Codec.PCMU,
                      0,
                      -1,
                      8000,
                      -1,
                      -1,
                      true,
                      true,
                      false,
                      false))
              .toCompletableFuture()
              .join();
      bridge =
          door.candidates().stream()
              .filter(candidate -> candidate.getAddress().equals(host))
              .findFirst()
              .orElseThrow();
      checks = new CheckWriter(new IceCredentials(door.ufrag(), door.password()), own);
      client =
          new DtlsClient(
              IDENTITY,
              new Fingerprint(door.fingerprintHash(), door.fingerprint()),
              this::send,
              this);
      byte[] check = checks.check(true, 100);
      send(check, 0, check.length);
    }

    private void send(byte[] bytes, int offset, int length) {
      try {
        socket.send(new DatagramPacket(bytes, offset, length, bridge));
      } catch (IOException e) {
        throw new AssertionError("loopback takes every packet", e);
      }
    }

    void speak(int frame) {
      RtpPacket.writeHeader(scratch.bytes, 0, frame == 0, 0, frame, 160L * frame, hz);
      for (int i = 0; i < 160; i++) {
        double t = (frame * 160 + i) / 8000.0;
        scratch.bytes[12 + i] = G711.MU_LAW.encode((short) (4000 * Math.sin(2 * Math.PI * hz * t)));
      }
      scratch.length = 172;
      assertThat(srtp.protect(scratch)).isTrue();
      send(scratch.bytes, 0, scratch.length);
    }

    /** Takes all that has come. */
    void pump() throws IOException {
      try {
        while (true) {
          socket.receive(in);
          assertThat(in.getSocketAddress()).isEqualTo(bridge);
          arrived(in.getData(), in.getLength());
        }
      } catch (java.net.SocketTimeoutException e) {
        // All is read.
        return;
      }
    }

    private void arrived(byte[] bytes, int length) {
      int first = bytes[0] & 0xFF;
      if (first < 4) {
        if (bytes[0] == 0) {
          byte[] answer = checks.answer(Arrays.copyOf(bytes, length));
          send(answer, 0, answer.length);
        } else if (!proved) {
          proved = true;
          client.connect();
        }
      } else if (first < 64) {
        client.offer(bytes, 0, length);
      } else if (!RtpPacket.isRtcp(bytes, 0, length) && srtp != null) {
        System.arraycopy(bytes, 0, scratch.bytes, 0, length);
        scratch.length = length;
        if (srtp.unprotect(scratch, RtpPacket.ssrc(bytes, 0)) && heardCount + 160 <= heard.length) {
          packets++;
          G711.MU_LAW.decode(scratch.bytes, 12, 160, heard, heardCount);
          heardCount += 160;
        }
      }
    }

    /** The level of a tone in half a second of talk. */
    double hears(int frequency) {
      return Goertzel.dbfs(heard, Math.max(0, heardCount - 160 * 40), 4000, frequency, 8000);
    }

    @Override
    public void keys(DtlsKeys keys) {
      srtp = new LegSrtp(new SrtpKeys(keys.suite(), keys.sendKeySalt(), keys.receiveKeySalt()), hz);
    }

    @Override
    public void failed(String reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void closed() {}
  }
}
