package org.convoke.bench;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Where phones are. Some of them may be behind NAT: their sound comes from where their calls come
 * from, but their SDP names an address of their own network, and a port that nobody has.
 *
 * @param host an IPv4 address of this machine, that of the phones and of the bridge
 * @param inside what SDP names behind NAT
 * @param natEvery each so manieth call is behind NAT; 0: none is
 */
public record Whereabouts(String host, String inside, int natEvery) {
  /** On the bridge's own machine, without NAT. */
  public static final Whereabouts HERE = new Whereabouts("127.0.0.1", "", 0);

  private static final int INSIDE_PORT = 9000;

  /** Whether a call is behind NAT. */
  public boolean natted(int call) {
    return natEvery > 0 && call % natEvery == natEvery - 1;
  }

  /** The address that SDP names. */
  String named(int call) {
    return natted(call) ? inside : host;
  }

  /** The port that SDP names, where the call's sound comes from {@code port}. */
  int named(int call, int port) {
    return natted(call) ? INSIDE_PORT + 2 * call : port;
  }

  /** The host as a number. */
  int address() {
    return ByteBuffer.wrap(InetAddress.ofLiteral(host).getAddress()).getInt();
  }
}
