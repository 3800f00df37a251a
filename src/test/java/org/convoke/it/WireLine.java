package org.convoke.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.convoke.dtls.DtlsClient;
import org.convoke.dtls.DtlsIdentity;
import org.convoke.dtls.DtlsKeys;
import org.convoke.dtls.DtlsListener;
import org.convoke.dtls.Fingerprint;
import org.convoke.ice.CheckWriter;
import org.convoke.ice.IceCredentials;
import org.convoke.ice.StunScreen;

/**
 * A browser's line on a real socket: it checks, shakes hands and stays there, without a sound of
 * its own, as a listener's does.
 */
final class WireLine implements AutoCloseable, DtlsListener {
  private static final DtlsIdentity IDENTITY = DtlsIdentity.create(Instant.EPOCH);
  private static final long CHECK_MS = 50;
  private static final long CONSENT_MS = 1000;

  final AtomicInteger sounds = new AtomicInteger();
  private final DatagramSocket socket;
  private final IceCredentials own;
  private final StunScreen screen = new StunScreen();
  private CheckWriter checks;
  private DtlsClient client;
  private InetSocketAddress bridge;
  private volatile boolean shaking;
  private volatile boolean connected;
  private volatile boolean cut;
  private volatile String fault = "";

  WireLine() {
    own = IceCredentials.random(new SecureRandom());
    try {
      socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      socket.setSoTimeout(10);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String offer() {
    Fingerprint fingerprint = IDENTITY.fingerprint();
    return String.join(
        "\r\n",
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "c=IN IP4 0.0.0.0",
        "a=ice-ufrag:" + own.ufrag(),
        "a=ice-pwd:" + own.password(),
        "a=fingerprint:" + fingerprint.hash() + " " + fingerprint.text(),
        "a=setup:actpass",
        "a=mid:0",
        "a=sendrecv",
        "a=rtcp-mux",
        "a=rtpmap:111 opus/48000/2",
        "");
  }

  /** The bridge's answer came. */
  void begin(String answer) {
    String[] fingerprint = value(answer, "a=fingerprint:").split(" ");
    Fingerprint theirs =
        new Fingerprint(fingerprint[0], HexFormat.ofDelimiter(":").parseHex(fingerprint[1]));
    checks =
        new CheckWriter(
            new IceCredentials(value(answer, "a=ice-ufrag:"), value(answer, "a=ice-pwd:")), own);
    String[] candidate = value(answer, "a=candidate:").split(" ");
    bridge = new InetSocketAddress(candidate[4], Integer.parseInt(candidate[5]));
    client = new DtlsClient(IDENTITY, theirs, this::send, this);
    Thread.ofPlatform().daemon().name("line " + socket.getLocalPort()).start(this::run);
  }

  private static String value(String sdp, String name) {
    return sdp.lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + sdp))
        .substring(name.length());
  }

  private void run() {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    long nextMs = 0;
    while (!cut) {
      long nowMs = System.nanoTime() / 1_000_000;
      if (nextMs == 0 || nowMs - nextMs >= 0) {
        nextMs = nowMs + (connected ? CONSENT_MS : CHECK_MS);
        byte[] check = checks.check(true, 100);
        send(check, 0, check.length);
      }
      try {
        packet.setLength(packet.getData().length);
        socket.receive(packet);
        arrived(packet.getData(), packet.getLength());
      } catch (SocketTimeoutException e) {
        continue;
      } catch (IOException e) {
        return;
      }
    }
  }

  private void arrived(byte[] bytes, int length) {
    int first = bytes[0] & 0xFF;
    if (StunScreen.isStun(bytes, length)) {
      StunScreen.Kind kind = screen.look(bytes, length);
      if (kind == StunScreen.Kind.REQUEST) {
        byte[] answer = checks.answer(Arrays.copyOf(bytes, length));
        send(answer, 0, answer.length);
      } else if (kind == StunScreen.Kind.SUCCESS && !shaking) {
        shaking = true;
        client.connect();
      }
    } else if (first >= 20 && first < 64) {
      client.offer(bytes, 0, length);
    } else {
      sounds.incrementAndGet();
    }
  }

  private void send(byte[] bytes, int offset, int length) {
    try {
      if (!cut) {
        socket.send(new DatagramPacket(bytes, offset, length, bridge));
      }
    } catch (IOException e) {
      fault = e.toString();
    }
  }

  /** {@code 127.0.0.1:PORT}. */
  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  WireLine awaitConnected() {
    Bridge.await("connected; " + fault, () -> connected);
    return this;
  }

  @Override
  public void keys(DtlsKeys keys) {
    connected = true;
  }

  @Override
  public void failed(String reason) {
    fault = reason;
  }

  @Override
  public void closed() {
    fault = "closed";
  }

  String fault() {
    return fault;
  }

  /** Falls silent without a goodbye. */
  void cut() {
    cut = true;
    socket.close();
  }

  @Override
  public void close() {
    cut();
    if (client != null) {
      client.close();
    }
  }
}
