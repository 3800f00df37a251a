package org.convoke.trial;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.convoke.clock.Clock;

/**
 * A UDP relay that is a bad network one way: what comes in on one port goes out by another, later
 * or never. Nothing goes back.
 */
final class BadRelay implements AutoCloseable {
  private record Underway(byte[] bytes, long dueNs, Clock clock) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueNs - clock.nowNs(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(dueNs, ((Underway) other).dueNs);
    }
  }

  private final Clock clock;
  private final BadPath path;
  private final DatagramSocket in;
  private final DatagramSocket out;
  private final DelayQueue<Underway> queue = new DelayQueue<>();
  private volatile InetSocketAddress target;
  private volatile int lost;

  BadRelay(Clock clock, BadPath path) throws IOException {
    this.clock = clock;
    this.path = path;
    InetAddress here = InetAddress.getLoopbackAddress();
    in = new DatagramSocket(0, here);
    out = new DatagramSocket(0, here);
  }

  /** What the sender sends to. */
  InetSocketAddress entrance() {
    return (InetSocketAddress) in.getLocalSocketAddress();
  }

  /** The port that the receiver sees it all come from. */
  int exitPort() {
    return out.getLocalPort();
  }

  /** Datagrams that it has lost so far. */
  int lost() {
    return lost;
  }

  void start(InetSocketAddress to) {
    target = to;
    Thread.ofPlatform().daemon().name("relay-in").start(this::take);
    Thread.ofPlatform().daemon().name("relay-out").priority(Thread.MAX_PRIORITY).start(this::give);
  }

  private void take() {
    byte[] buffer = new byte[2048];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      while (true) {
        packet.setLength(buffer.length);
        in.receive(packet);
        long delayNs = path.delayNs();
        if (delayNs == BadPath.LOST) {
          lost++;
        } else if (delayNs == 0) {
          send(buffer, packet.getLength());
        } else {
          byte[] bytes = Arrays.copyOf(buffer, packet.getLength());
          queue.add(new Underway(bytes, clock.nowNs() + delayNs, clock));
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void give() {
    try {
      while (!out.isClosed()) {
        Underway next = queue.poll(1, TimeUnit.SECONDS);
        if (next != null) {
          send(next.bytes, next.bytes.length);
        }
      }
    } catch (InterruptedException | IOException e) {
      // Closed.
    }
  }

  private void send(byte[] bytes, int length) throws IOException {
    out.send(new DatagramPacket(bytes, length, target));
  }

  @Override
  public void close() {
    in.close();
    out.close();
  }
}
