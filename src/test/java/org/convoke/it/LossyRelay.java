package org.convoke.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Random;

/**
 * Passes a phone's RTP on to the bridge and the bridge's back, on this machine. Of what the phone
 * sends it loses, doubles and swaps some, the same for the same seed.
 */
final class LossyRelay implements AutoCloseable {
  private static final double LOST = 0.2;
  private static final double DOUBLED = 0.05;
  private static final double SWAPPED = 0.05;

  private final DatagramSocket near;
  private final DatagramSocket far;
  private final Random random;
  private volatile SocketAddress phone;
  private volatile InetSocketAddress bridge;
  private volatile int lost;

  LossyRelay(long seed) {
    random = new Random(seed);
    try {
      near = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      far = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> untilClosed(this::there));
    Thread.ofVirtual().start(() -> untilClosed(this::back));
  }

  /** Where the phone shall send in place of {@code remote}. */
  InetSocketAddress before(InetSocketAddress remote) {
    bridge = remote;
    return (InetSocketAddress) near.getLocalSocketAddress();
  }

  int lost() {
    return lost;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void untilClosed(Work work) {
    try {
      work.run();
    } catch (IOException closed) {
      // By us, or by the bridge that is no longer there.
    }
  }

  private void there() throws IOException {
    byte[] held = null;
    while (true) {
      DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
      near.receive(packet);
      phone = packet.getSocketAddress();
      byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
      if (random.nextDouble() < LOST) {
        lost++;
        continue;
      }
      if (held == null && random.nextDouble() < SWAPPED) {
        held = bytes;
        continue;
      }
      send(bytes);
      if (random.nextDouble() < DOUBLED) {
        send(bytes);
      }
      if (held != null) {
        send(held);
        held = null;
      }
    }
  }

  private void send(byte[] bytes) throws IOException {
    far.send(new DatagramPacket(bytes, bytes.length, bridge));
  }

  private void back() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    while (true) {
      packet.setLength(2048);
      far.receive(packet);
      if (phone != null) {
        near.send(new DatagramPacket(packet.getData(), packet.getLength(), phone));
      }
    }
  }

  @Override
  public void close() {
    near.close();
    far.close();
  }
}
