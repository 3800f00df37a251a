package org.convoke.sip;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of addresses, {@code 192.0.2.0/24} or {@code 2001:db8::/32}; a bare address is a range of
 * one.
 */
record Cidr(byte[] network, int bits) {
  /** Reads a range; null for what is none. Never asks a name server. */
  static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String address = (slash < 0 ? text : text.substring(0, slash)).strip();
    try {
      byte[] network = InetAddress.ofLiteral(address).getAddress();
      int bits =
          slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1).strip());
      return bits < 0 || bits > network.length * 8 ? null : new Cidr(network, bits);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether the address lies within; one of the other family never does. */
  boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    if (other.length != network.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(network, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = bits % 8;
    int mask = 0xff << 8 - rest & 0xff;
    return rest == 0 || (network[whole] & mask) == (other[whole] & mask);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr that && bits == that.bits && Arrays.equals(network, that.network);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(network) * 31 + bits;
  }
}
