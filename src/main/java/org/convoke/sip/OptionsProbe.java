package org.convoke.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import org.convoke.health.Outcome;
import org.convoke.health.Probe;

/**
 * Our own OPTIONS through the real socket. Asks again as RFC 3261 §17.1.2.1 would over UDP. Who
 * answers others but not us is busy, not dead.
 */
abstract class OptionsProbe implements Probe {
  private static final long AGAIN_NS = 500_000_000L;
  private static final SecureRandom RANDOM = new SecureRandom();

  final InetSocketAddress door;
  final SelfTest self;
  private final String transport;
  private final ByteBuffer in = ByteBuffer.allocate(Screen.MAX_DATAGRAM);
  private String callId = "";
  private String branch = "";
  private long sentNs;
  private long handledBefore;
  private boolean answered;
  private boolean asked;
  private String failure = "";

  /**
   * @param door where the bridge listens, an address that can be sent to
   * @param transport udp or tcp
   */
  OptionsProbe(InetSocketAddress door, String transport, SelfTest self) {
    this.door = door;
    this.transport = transport;
    this.self = self;
  }

  /** How a door is reached from this machine: one that is bound to all addresses, by loopback. */
  static InetSocketAddress reachable(InetAddress bound, int port) {
    if (!bound.isAnyLocalAddress()) {
      return new InetSocketAddress(bound, port);
    }
    boolean four = bound.getAddress().length == 4;
    return new InetSocketAddress(InetAddress.ofLiteral(four ? "127.0.0.1" : "::1"), port);
  }

  /** Makes ready to send; false: this machine does not let us. */
  abstract boolean open() throws IOException;

  /** Sends the request by every way that is open. */
  abstract void send(long nowNs) throws IOException;

  /** Looks for an answer by every way that is open. */
  abstract boolean received() throws IOException;

  /** Whether there was an answer, though more was waited for. */
  boolean answeredInPart() {
    return false;
  }

  @Override
  public String name() {
    return "sip_" + transport;
  }

  @Override
  public void ask(long nowNs) {
    self.over(callId);
    callId = random(16);
    branch = random(8);
    answered = false;
    asked = false;
    failure = "No answer to our own OPTIONS by " + transport.toUpperCase(Locale.ROOT) + ".";
    handledBefore = self.handledBy(transport);
    self.sent(callId);
    try {
      asked = open();
      if (asked) {
        sentNs = nowNs;
        send(nowNs);
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private void failed(IOException e) {
    failure = "Our own OPTIONS by " + transport + " cannot be sent: " + e.getMessage();
  }

  @Override
  public boolean look(long nowNs) {
    try {
      if (asked && !answered) {
        answered = received();
        if (!answered && nowNs - sentNs >= AGAIN_NS) {
          sentNs = nowNs;
          send(nowNs);
        }
      }
    } catch (IOException e) {
      failed(e);
    }
    return answered;
  }

  @Override
  public Outcome outcome() {
    if (answered || answeredInPart()) {
      return Outcome.ANSWERED;
    }
    if (!asked) {
      return Outcome.UNASKED;
    }
    return self.handledBy(transport) > handledBefore ? Outcome.BUSY : Outcome.MISSED;
  }

  @Override
  public String reason() {
    return failure;
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** The request, as it is sent from {@code local}. */
  ByteBuffer request(InetSocketAddress local) {
    String text =
        "OPTIONS sip:"
            + host(door)
            + " SIP/2.0\r\nVia: SIP/2.0/"
            + transport.toUpperCase(Locale.ROOT)
            + " "
            + host(local)
            + ";branch=z9hG4bK"
            + branch
            + ";rport\r\nMax-Forwards: 70\r\nFrom: <sip:liveness@invalid>;tag="
            + branch
            + "\r\nTo: <sip:liveness@invalid>\r\nCall-ID: "
            + callId
            + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String host(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    int scope = host.indexOf('%');
    String plain = scope < 0 ? host : host.substring(0, scope);
    return (plain.indexOf(':') >= 0 ? "[" + plain + "]" : plain) + ":" + address.getPort();
  }

  /** An empty buffer to receive into. */
  ByteBuffer buffer() {
    return in.clear();
  }

  /** Whether what was received holds an answer to what was asked; any answer will do. */
  boolean isAnswer(ByteBuffer received) {
    String text = StandardCharsets.ISO_8859_1.decode(received.flip()).toString();
    return text.contains("SIP/2.0 ") && text.contains(callId);
  }

  @Override
  public void close() {
    self.over(callId);
  }
}
