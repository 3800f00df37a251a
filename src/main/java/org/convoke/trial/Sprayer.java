package org.convoke.trial;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.convoke.clock.Clock;

/**
 * Sends RTP and RTCP to every port of the media range in turn, from some addresses, with the
 * phones' payload type and a marker tone, and counts what comes back.
 */
final class Sprayer implements AutoCloseable {
  private static final int FRAME = 160;
  private static final int RTP_HEADER = 12;

  /** An empty receiver report (RFC 3550 §6.4.2). */
  private static final byte[] REPORT = {(byte) 0x80, (byte) 201, 0, 1, 9, 9, 9, 9};

  private final Clock clock;
  private final String target;
  private final int firstPort;
  private final int lastPort;
  private final int rate;
  private final List<DatagramChannel> channels = new ArrayList<>();
  private final ByteBuffer rtp = ByteBuffer.allocateDirect(RTP_HEADER + FRAME);
  private final ByteBuffer rtcp = ByteBuffer.allocateDirect(REPORT.length);
  private final ByteBuffer in = ByteBuffer.allocateDirect(2048);
  private final Thread thread = Thread.ofPlatform().daemon().name("spray").unstarted(this::run);
  private final int ssrc;
  private volatile boolean stopping;
  private volatile long sent;
  private final AtomicIntegerArray reached = new AtomicIntegerArray(1 << 16);
  private volatile IOException failure;

  /**
   * Begins.
   *
   * @param sources addresses of this machine
   * @param target the address whose ports are sprayed
   * @param marker a frame of G.711 µ-law
   * @param rate packets a second, over all sources
   */
  Sprayer(
      Clock clock,
      List<String> sources,
      String target,
      int firstPort,
      int lastPort,
      byte[] marker,
      int rate,
      long seed)
      throws IOException {
    this.clock = clock;
    this.target = target;
    this.firstPort = firstPort;
    this.lastPort = lastPort;
    this.rate = rate;
    ssrc = new Random(seed).nextInt();
    for (String source : sources) {
      DatagramChannel channel = DatagramChannel.open();
      channel.bind(new InetSocketAddress(source, 0));
      channel.configureBlocking(false);
      channels.add(channel);
    }
    rtp.position(RTP_HEADER).put(marker);
    rtcp.put(REPORT);
    thread.start();
  }

  /** Packets sent. */
  long sent() {
    return sent;
  }

  /** Packets that came back, by the port that they came from. */
  int[] reached() {
    int[] copy = new int[reached.length()];
    for (int port = 0; port < copy.length; port++) {
      copy[port] = reached.get(port);
    }
    return copy;
  }

  private void run() {
    long beganNs = clock.nowNs();
    try {
      while (!stopping) {
        long due = (long) ((clock.nowNs() - beganNs) / 1e9 * rate);
        for (int i = 0; i < 200 && sent < due; i++) {
          send();
        }
        receive();
        if (sent >= due) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All sources come to each port in turn, and each port gets a stream without gaps. */
  private void send() throws IOException {
    int ports = lastPort - firstPort + 1;
    DatagramChannel channel = channels.get((int) (sent % channels.size()));
    long turn = sent / channels.size();
    int port = firstPort + (int) (turn % ports);
    boolean odd = (port & 1) == 1;
    ByteBuffer packet = odd ? rtcp : rtp;
    if (!odd) {
      int round = (int) (turn / ports);
      rtp.put(0, (byte) 0x80).put(1, (byte) 0).putShort(2, (short) round);
      rtp.putInt(4, FRAME * round).putInt(8, ssrc);
    }
    packet.clear();
    try {
      channel.send(packet, new InetSocketAddress(target, port));
    } catch (PortUnreachableException closed) {
      // Nobody is there at the moment.
    }
    sent++;
  }

  private void receive() throws IOException {
    for (DatagramChannel channel : channels) {
      in.clear();
      for (SocketAddress from = channel.receive(in); from != null; from = channel.receive(in)) {
        reached.incrementAndGet(((InetSocketAddress) from).getPort());
        in.clear();
      }
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    stopping = true;
    thread.join();
    for (DatagramChannel channel : channels) {
      channel.close();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
