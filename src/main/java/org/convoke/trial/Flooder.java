package org.convoke.trial;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.convoke.clock.Clock;

/**
 * Sends SIP requests at a bounded rate from addresses of this machine and wants no answer: INVITE,
 * OPTIONS, REGISTER and broken ones in turn, over UDP or over connections, with or without TLS.
 */
final class Flooder implements FloodTrial.Flood {
  private static final String SDP =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
          + "m=audio 9 RTP/AVP 0\r\n";

  /** By what way. */
  enum Transport {
    UDP,
    TCP,
    TLS
  }

  /**
   * What is sent.
   *
   * @param sources addresses of this machine
   * @param rate requests a second, over all sources
   * @param everyInvite each so manieth is an INVITE
   */
  record Plan(List<String> sources, Transport transport, int rate, int everyInvite, long seed) {}

  private final Clock clock;
  private final InetSocketAddress bridge;
  private final Plan plan;
  private final TlsDoor tls;
  private final Random random;
  private final List<DatagramSocket> datagrams = new ArrayList<>();
  private final Socket[] streams;
  private final Thread thread = Thread.ofPlatform().daemon().name("flood").unstarted(this::run);
  private volatile boolean stopping;
  private volatile long sent;

  /** Begins; {@code bridge} is where it listens to that transport. */
  Flooder(Clock clock, InetSocketAddress bridge, Plan plan) throws IOException {
    this.clock = clock;
    this.bridge = bridge;
    this.plan = plan;
    random = new Random(plan.seed);
    tls = new TlsDoor(bridge);
    streams = new Socket[plan.sources.size()];
    for (String source : plan.sources) {
      datagrams.add(new DatagramSocket(new InetSocketAddress(source, 0)));
    }
    thread.start();
  }

  @Override
  public String size() {
    return sent + " requests";
  }

  private void run() {
    long beganNs = clock.nowNs();
    try {
      while (!stopping) {
        long due = (long) ((clock.nowNs() - beganNs) / 1e9 * plan.rate);
        for (int i = 0; i < 100 && sent < due; i++) {
          send((int) (sent % plan.sources.size()));
          sent++;
        }
        if (sent >= due) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(int source) {
    byte[] message = message(plan.sources.get(source), sent);
    try {
      if (plan.transport != Transport.UDP) {
        stream(source).write(message);
      } else {
        datagrams.get(source).send(new DatagramPacket(message, message.length, bridge));
      }
    } catch (IOException e) {
      // Refused, or put out: the next one comes over a new connection.
      shut(source);
    }
  }

  private OutputStream stream(int source) throws IOException {
    if (streams[source] == null && plan.transport == Transport.TLS) {
      streams[source] = tls.connect(plan.sources.get(source));
    } else if (streams[source] == null) {
      Socket socket = new Socket();
      streams[source] = socket;
      socket.bind(new InetSocketAddress(plan.sources.get(source), 0));
      socket.connect(bridge, 1000);
    }
    return streams[source].getOutputStream();
  }

  private void shut(int source) {
    try {
      if (streams[source] != null) {
        streams[source].close();
        streams[source] = null;
      }
    } catch (IOException gone) {
      streams[source] = null;
    }
  }

  private byte[] message(String source, long number) {
    String method =
        number % plan.everyInvite == 0 ? "INVITE" : number % 2 == 0 ? "OPTIONS" : "REGISTER";
    String body = method.equals("INVITE") ? SDP : "";
    String text =
        method
            + " sip:1000@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/"
            + plan.transport
            + " "
            + source
            + ";branch=z9hG4bK"
            + Long.toHexString(random.nextLong())
            + ";rport\r\nFrom: <sip:"
            + (number % 1000)
            + "@flood.example>;tag="
            + number
            + "\r\nTo: <sip:1000@127.0.0.1>\r\nCall-ID: "
            + Long.toHexString(random.nextLong())
            + "\r\nCSeq: 1 "
            + method
            + "\r\nMax-Forwards: 70\r\nContact: <sip:flood@"
            + source
            + ">\r\n"
            + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; number % 4 == 3 && i < 6; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    thread.join();
    datagrams.forEach(DatagramSocket::close);
    for (int i = 0; i < streams.length; i++) {
      shut(i);
    }
  }
}
