package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.convoke.audio.Codec;
import org.convoke.audio.G711;
import org.convoke.audio.Goertzel;
import org.convoke.audio.SoundLibrary;
import org.convoke.clock.Clock;
import org.convoke.config.MediaConfig;
import org.convoke.config.WebrtcConfig;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;
import org.convoke.rtp.RtpPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets and threads: ten phones on loopback in two rooms on two loops. */
class SocketsIT {
  private static final WebrtcConfig WEBRTC =
      new WebrtcConfig(0, "", "", "", "", 3600, 15, 4, 30, 100, 60);
  private static final int PHONES = 10;
  private static final int FRAMES = 100;

  /** FDSize is how many descriptors the kernel's table of this process has room for. */
  @Test
  void roomForDescriptorsIsMadeBeforeTheyAreNeeded() throws IOException {
    NativeSockets.tried().expect(3000);
    String size =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("FDSize:"))
            .findFirst()
            .orElseThrow();
    assertThat(Integer.parseInt(size.substring(7).strip())).isGreaterThanOrEqualTo(3000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "nio"})
  void everyoneHearsHisRoomAndNotHimself(String sockets) throws IOException {
    MediaConfig config =
        new MediaConfig(
            26_000, 26_999, "", 2, sockets, 20, 300, 30, 60, 30, false, "auto", 5, false);
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    List<Phone> phones = new ArrayList<>();
    try (MediaPlane plane =
        new MediaPlane(config, WEBRTC, loopback, Clock.system(), new SoundLibrary(), event -> {})) {
      RoomId[] rooms = {RoomId.random(), RoomId.random()};
      for (int i = 0; i < PHONES; i++) {
        LegId leg = LegId.next();
        LegPorts ports = plane.open(leg).toCompletableFuture().join();
        Phone phone = new Phone(500 + 250 * i, new InetSocketAddress(loopback, ports.rtpPort()));
        phones.add(phone);
        InetSocketAddress peer = new InetSocketAddress(loopback, phone.socket.getLocalPort());
        plane.connect(
            leg,
            new LegSettings(
                Codec.PCMU,
                0,
                101,
                8000,
                -1,
                20,
                peer,
                null,
                false,
                loopback,
                true,
                true,
                null,
                false,
                false));
        plane.join(leg, rooms[i % 2], MixSettings.DEFAULT);
      }
      long dueNs = System.nanoTime();
      for (int frame = 0; frame < FRAMES; frame++) {
        for (Phone phone : phones) {
          phone.send(frame);
        }
        // By the clock: phones that are woken late send what is due, and stay in time.
        dueNs += TimeUnit.MILLISECONDS.toNanos(20);
        LockSupport.parkNanos(dueNs - System.nanoTime());
      }
      for (Phone phone : phones) {
        phone.receiveAll();
      }
    } finally {
      phones.forEach(phone -> phone.socket.close());
    }
    for (int ear = 0; ear < PHONES; ear++) {
      assertThat(phones.get(ear).packets).as("packets to phone %d", ear).isGreaterThan(FRAMES / 2);
      for (int mouth = 0; mouth < PHONES; mouth++) {
        double level = phones.get(ear).hears(phones.get(mouth).hz);
        if (ear != mouth && ear % 2 == mouth % 2) {
          assertThat(level).as("phone %d hears %d", ear, mouth).isGreaterThan(-33);
        } else {
          assertThat(level).as("phone %d must not hear %d", ear, mouth).isLessThan(-45);
        }
      }
    }
  }

  private static final class Phone {
    private final int hz;
    private final DatagramSocket socket;
    private final InetSocketAddress bridge;
    private final byte[] out = new byte[172];
    private short[] heard = new short[160 * 2 * FRAMES];
    private int heardCount;
    private int packets;

    Phone(int hz, InetSocketAddress bridge) throws IOException {
      this.hz = hz;
      this.bridge = bridge;
      socket = new DatagramSocket(new InetSocketAddress(bridge.getAddress(), 0));
      socket.setReceiveBufferSize(1 << 20);
      socket.setSoTimeout(50);
    }

    void send(int frame) throws IOException {
      RtpPacket.writeHeader(out, 0, frame == 0, 0, frame, 160L * frame, hz);
      for (int i = 0; i < 160; i++) {
        double t = (frame * 160 + i) / 8000.0;
        out[12 + i] = G711.MU_LAW.encode((short) (5000 * Math.sin(2 * Math.PI * hz * t)));
      }
      socket.send(new DatagramPacket(out, out.length, bridge));
    }

    void receiveAll() throws IOException {
      DatagramPacket in = new DatagramPacket(new byte[2048], 2048);
      try {
        while (heardCount + 160 <= heard.length) {
          socket.receive(in);
          packets++;
          G711.MU_LAW.decode(in.getData(), 12, 160, heard, heardCount);
          heardCount += 160;
        }
      } catch (java.net.SocketTimeoutException e) {
        // All is read.
        heard = Arrays.copyOf(heard, heardCount);
      }
    }

    /** The level of a tone in the last half second before the talk ended. */
    double hears(int frequency) {
      int to = 160 * 90;
      return Goertzel.dbfs(heard, Math.min(to, heardCount) - 4000, 4000, frequency, 8000);
    }
  }
}
