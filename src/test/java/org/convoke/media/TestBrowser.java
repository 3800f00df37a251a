package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.convoke.audio.Codec;
import org.convoke.bus.LegEvent;
import org.convoke.dtls.DtlsClient;
import org.convoke.dtls.DtlsIdentity;
import org.convoke.dtls.DtlsKeys;
import org.convoke.dtls.DtlsListener;
import org.convoke.dtls.Fingerprint;
import org.convoke.ice.CheckWriter;
import org.convoke.ice.IceCredentials;
import org.convoke.ice.StunScreen;
import org.convoke.rtp.RtpPacket;

/**
 * A browser in virtual time: ICE and DTLS around a {@link TestPhone} that speaks SRTP. Only the
 * handshake takes real time, on threads of its own; what it sends goes out by the test's thread.
 */
final class TestBrowser implements MemorySockets.Port, DtlsListener {
  static final int PORT = 7878;
  static final DtlsIdentity IDENTITY = DtlsIdentity.create(Instant.EPOCH);
  private static final long REAL_LIMIT_MS = 60_000;

  final TestPhone phone;
  final IceCredentials own;
  final Queue<byte[]> outgoing = new ConcurrentLinkedQueue<>();
  BrowserTerms terms;
  BrowserDoor door;
  CheckWriter checks;
  DtlsClient client;
  int levelExtension = 1;
  boolean opusDtx;

  /** It answers our checks and sends its own every 2.5 s. */
  boolean alive = true;

  int asked;
  int answers;
  int errors;
  int rtcpPackets;
  volatile DtlsKeys keys;
  volatile String fault;

  private final TestBridge bridge;
  private final StunScreen screen = new StunScreen();

  TestBrowser(TestBridge bridge, int number, Codec codec, int port, double hz) {
    this.bridge = bridge;
    phone = new TestPhone(bridge.net, codec, "10.1.0." + (number + 1), port, hz);
    phone.bridge = new LegPorts(PORT, PORT + 1);
    phone.on = false;
    own = new IceCredentials("u" + port, "a password of " + port + " long enough");
    bridge.net.listen(port, this);
  }

  BrowserTerms terms(Fingerprint fingerprint) {
    return new BrowserTerms(
        own.ufrag(),
        own.password(),
        fingerprint.hash(),
        fingerprint.bytes(),
        phone.codec,
        phone.payloadType,
        TestPhone.EVENT_PT,
        phone.codec.clockRate(),
        -1,
        levelExtension,
        true,
        true,
        true,
        opusDtx);
  }

  /** Opens its leg: now it knows whom to check and with what. */
  TestBrowser open() {
    door();
    bridge.turn();
    return this;
  }

  /** Opens its leg, which no loop has looked at yet. */
  TestBrowser door() {
    if (terms == null) {
      terms = terms(IDENTITY.fingerprint());
    }
    door = bridge.plane.openBrowser(phone.leg, terms).toCompletableFuture().join();
    checks = new CheckWriter(new IceCredentials(door.ufrag(), door.password()), own);
    Fingerprint bridges = new Fingerprint(door.fingerprintHash(), door.fingerprint());
    client =
        new DtlsClient(
            IDENTITY,
            bridges,
            (bytes, offset, length) ->
                outgoing.add(java.util.Arrays.copyOfRange(bytes, offset, offset + length)),
            this);
    return this;
  }

  /** Does all that it takes until sound may flow. */
  TestBrowser connect() {
    open();
    check(true, 100);
    bridge.turn();
    client.connect();
    waitUntilTold(LegEvent.Connected.class);
    assertThat(keys).as(fault).isNotNull();
    phone.srtp = bridge.plainSound ? null : new LegSrtp(srtp(keys), phone.ssrc);
    phone.on = true;
    return this;
  }

  private static SrtpKeys srtp(DtlsKeys keys) {
    return new SrtpKeys(keys.suite(), keys.sendKeySalt(), keys.receiveKeySalt());
  }

  /** Lets the handshake's threads work; virtual time stands still. */
  void waitUntilTold(Class<? extends LegEvent> type) {
    for (long i = 0; i < 2 * REAL_LIMIT_MS; i++) {
      flush();
      bridge.turn();
      boolean told = bridge.events(type).stream().anyMatch(event -> event.leg().equals(phone.leg));
      if (told && (type != LegEvent.Connected.class || keys != null)) {
        return;
      }
      LockSupport.parkNanos(500_000);
    }
    throw new AssertionError("no " + type.getSimpleName() + "; the client says " + fault);
  }

  /** Sends what the handshake's thread has left. */
  void flush() {
    for (byte[] waiting = outgoing.poll(); waiting != null; waiting = outgoing.poll()) {
      send(waiting);
    }
  }

  void check(boolean nominate, long priority) {
    send(checks.check(nominate, priority));
  }

  void send(byte[] message) {
    bridge.net.deliver(message, message.length, phone.address, PORT);
  }

  /** From now on it sends from elsewhere, and hears there alone. */
  void moveTo(String ip, int port) {
    bridge.net.listen(phone.address.port, (bytes, length, from) -> {});
    phone.address.set(java.net.InetAddress.ofLiteral(ip), port);
    bridge.net.listen(port, this);
  }

  void everyMillisecond(long ms) {
    if (alive && door != null && ms % 2500 == phone.address.port % 2500) {
      check(true, 100);
    }
    flush();
  }

  @Override
  public void arrived(byte[] bytes, int length, Endpoint from) {
    int first = bytes[0] & 0xFF;
    if (StunScreen.isStun(bytes, length)) {
      switch (screen.look(bytes, length)) {
        case REQUEST -> {
          asked++;
          if (alive) {
            send(checks.answer(java.util.Arrays.copyOf(bytes, length)));
          }
        }
        case SUCCESS -> answers++;
        case ERROR -> errors++;
        default -> throw new AssertionError("what the bridge sends is whole");
      }
    } else if (first < 64) {
      client.offer(bytes, 0, length);
    } else if (RtpPacket.isRtcp(bytes, 0, length)) {
      rtcpPackets++;
    } else if (phone.on) {
      phone.arrived(bytes, length, from);
    }
  }

  @Override
  public void keys(DtlsKeys newKeys) {
    keys = newKeys;
  }

  @Override
  public void failed(String reason) {
    fault = reason;
  }

  @Override
  public void closed() {
    fault = "closed";
  }
}
