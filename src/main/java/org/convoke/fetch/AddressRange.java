package org.convoke.fetch;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of addresses, {@code 192.0.2.0/24} or {@code 2001:db8::/32}; a bare address is a range of
 * one.
 */
record AddressRange(byte[] network, int bits) {
  /**
   * Reads a range without ever asking a name server.
   *
   * @return null for what is none
   */
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    try {
      byte[] network =
          InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
      int most = network.length * 8;
      int bits = slash < 0 ? most : Integer.parseInt(text, slash + 1, text.length(), 10);
      return bits < 0 || bits > most ? null : new AddressRange(network, bits);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether the address lies within; one of the other family never does. */
  boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(network, 0, whole, address, 0, whole)) {
      return false;
    }
    int rest = bits % 8;
    int mask = 0xff << 8 - rest & 0xff;
    return rest == 0 || (network[whole] & mask) == (address[whole] & mask);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressRange that
        && bits == that.bits
        && Arrays.equals(network, that.network);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(network) * 31 + bits;
  }
}
