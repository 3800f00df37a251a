package org.convoke.web;

import java.net.InetAddress;
import java.util.regex.Pattern;

/** A range of IP addresses (RFC 4632, RFC 4291 §2.3), without ever asking the DNS. */
final class Cidr {
  private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

  private Cidr() {}

  /**
   * The range in its plain form: its first address and its length, {@code 10.0.0.0/8}; a single
   * address keeps no length.
   *
   * @throws IllegalArgumentException saying what is wrong, as a phrase that follows the field's
   *     name
   */
  static String canonical(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(slash < 0 ? text : text.substring(0, slash));
    int bits = address.length * 8;
    int length = slash < 0 ? bits : length(text.substring(slash + 1), bits);
    for (int bit = length; bit < bits; bit++) {
      address[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    try {
      String first = InetAddress.getByAddress(address).getHostAddress();
      return length == bits ? first : first + "/" + length;
    } catch (java.net.UnknownHostException impossible) {
      throw new IllegalStateException("4 or 16 bytes are an address", impossible);
    }
  }

  private static byte[] address(String text) {
    boolean v4 = V4.matcher(text).matches();
    if (!v4 && !V6.matcher(text).matches()) {
      throw new IllegalArgumentException("must be an IP address or a range such as 203.0.113.0/28");
    }
    try {
      byte[] address = InetAddress.ofLiteral(text).getAddress();
      if (v4 || address.length == 16) {
        return address;
      }
    } catch (IllegalArgumentException none) {
      throw new IllegalArgumentException("must be an IP address or a range such as 203.0.113.0/28");
    }
    throw new IllegalArgumentException("must be written as the IPv4 address that it maps");
  }

  private static int length(String text, int bits) {
    int length = LENGTH.matcher(text).matches() ? Integer.parseInt(text) : -1;
    if (length < 0 || length > bits) {
      throw new IllegalArgumentException("must have a prefix length from 1 to " + bits);
    }
    if (length == 0) {
      throw new IllegalArgumentException("must not be the whole internet: it would trust everyone");
    }
    return length;
  }
}
