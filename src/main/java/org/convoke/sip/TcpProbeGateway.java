package org.convoke.sip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Our own OPTIONS by TCP, over a connection that is kept, so that it needs no descriptor when there
 * is none. Each minute another takes its place, once it was answered: the door opens still.
 */
final class TcpProbeGateway extends OptionsProbe {
  private static final int ROUNDS_EACH = 12;

  private final class Line {
    private final SocketChannel channel;
    private final InetSocketAddress local;
    private boolean sent;

    Line() throws IOException {
      channel = SocketChannel.open();
      InetSocketAddress from = null;
      try {
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(door.getAddress(), 0));
        from = (InetSocketAddress) channel.getLocalAddress();
        self.from(from);
        channel.connect(door);
      } catch (IOException e) {
        // Whoever gets that port next is not ourselves.
        if (from != null) {
          self.notFrom(from);
        }
        channel.close();
        throw e;
      }
      local = from;
    }

    /** Once a round; whether the connection is still good. */
    boolean send() {
      try {
        if (!sent && channel.finishConnect()) {
          ByteBuffer request = request(local);
          channel.write(request);
          sent = true;
          // Less than a buffer of the kernel: what it does not take, nobody reads.
          return !request.hasRemaining();
        }
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    /** Whether an answer is there; throws where the connection is over. */
    boolean received() throws IOException {
      ByteBuffer in = buffer();
      int count = sent ? channel.read(in) : 0;
      if (count < 0) {
        throw new IOException("the connection was closed");
      }
      return count > 0 && isAnswer(in);
    }

    void close() {
      self.notFrom(local);
      try {
        channel.close();
      } catch (IOException ignored) {
        // It is not used any more.
      }
    }
  }

  private Line line;
  private Line next;
  private int rounds;
  private boolean lineAnswered;

  TcpProbeGateway(InetSocketAddress door, SelfTest self) {
    super(door, "tcp", self);
  }

  @Override
  boolean open() {
    if (next != null) {
      next.close();
      next = null;
    }
    if (line == null || ++rounds >= ROUNDS_EACH) {
      try {
        next = new Line();
      } catch (IOException e) {
        // No descriptor, no port: that is this machine's trouble, and says nothing of SIP.
        return line != null;
      }
    }
    lineAnswered = false;
    if (line != null) {
      line.sent = false;
    }
    return true;
  }

  @Override
  void send(long nowNs) {
    if (line != null && !line.send()) {
      line.close();
      line = null;
    }
    if (next != null) {
      next.send();
    }
  }

  @Override
  boolean received() {
    // A connection takes a moment to be there.
    send(0);
    try {
      lineAnswered |= line != null && line.received();
    } catch (IOException e) {
      line.close();
      line = null;
    }
    try {
      if (next != null && next.received()) {
        if (line != null) {
          line.close();
        }
        line = next;
        next = null;
        rounds = 0;
        return true;
      }
    } catch (IOException e) {
      next.close();
      next = null;
    }
    // In a round that tries another connection too, that one is waited for as long as there is
    // time.
    return lineAnswered && next == null;
  }

  @Override
  boolean answeredInPart() {
    return lineAnswered;
  }

  @Override
  public void close() {
    super.close();
    for (Line one : new Line[] {line, next}) {
      if (one != null) {
        one.close();
      }
    }
    line = null;
    next = null;
  }
}
