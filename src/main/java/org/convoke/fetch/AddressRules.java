package org.convoke.fetch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What kind of place an address is: the registries of special addresses (RFC 6890, the IANA
 * registries as of 2025) and the places where clouds keep their machines' secrets.
 */
final class AddressRules {
  /** How far an address may be reached, the least dangerous first. */
  enum Reach {
    /** The internet's. */
    PUBLIC,
    /** One's own machine or network; whoever runs the bridge may allow it by range or by name. */
    OWN,
    /** Of a special purpose, or hiding another address; may be allowed by range alone. */
    SPECIAL,
    /** No single place: never. */
    NOWHERE
  }

  /**
   * @param what an adjective and noun for people, such as "a loopback address"
   */
  record Verdict(Reach reach, String what) {}

  private record Rule(AddressRange range, Verdict verdict) {}

  private static final Verdict PUBLIC = new Verdict(Reach.PUBLIC, "a public address");
  private static final Verdict METADATA = special("an address of a cloud's metadata");
  private static final Verdict LINK_LOCAL = special("a link-local address");
  private static final Verdict PRIVATE = new Verdict(Reach.OWN, "a private address");
  private static final Verdict LOOPBACK = new Verdict(Reach.OWN, "a loopback address");
  private static final Verdict SHARED = new Verdict(Reach.OWN, "an address of a carrier's NAT");
  private static final Verdict RESERVED = special("a reserved address");
  private static final Verdict EXAMPLE = special("an address of documentation or measurement");
  private static final Verdict TRANSLATED = special("an address that hides another one");
  private static final Verdict UNSPECIFIED = nowhere("no address at all");
  private static final Verdict MULTICAST = nowhere("a multicast address");
  private static final Verdict BROADCAST = nowhere("the broadcast address");

  /** The first that fits counts: the narrow ones stand before the wide. */
  private static final List<Rule> RULES = new ArrayList<>();

  static {
    rule(METADATA, "169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.169.253");
    rule(METADATA, "100.100.100.200", "168.63.129.16", "192.0.0.192");
    rule(METADATA, "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254");
    rule(UNSPECIFIED, "0.0.0.0/8", "::");
    rule(LOOPBACK, "127.0.0.0/8", "::1");
    rule(PRIVATE, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");
    rule(SHARED, "100.64.0.0/10");
    rule(LINK_LOCAL, "169.254.0.0/16", "fe80::/10", "fec0::/10");
    rule(EXAMPLE, "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15");
    rule(EXAMPLE, "2001:db8::/32", "3fff::/20", "2001:2::/48");
    rule(RESERVED, "192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24");
    rule(TRANSLATED, "192.88.99.0/24", "2002::/16", "2001::/32", "64:ff9b:1::/48");
    rule(BROADCAST, "255.255.255.255");
    rule(MULTICAST, "224.0.0.0/4", "ff00::/8");
    rule(RESERVED, "240.0.0.0/4", "2001::/23", "2620:4f:8000::/48", "5f00::/16");
  }

  private static final AddressRange GLOBAL_V6 = AddressRange.parse("2000::/3");
  private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");

  private AddressRules() {}

  /**
   * @param address 4 or 16 bytes
   */
  static Verdict judge(byte[] address) {
    if (isMapped(address)) {
      return judge(Arrays.copyOfRange(address, 12, 16));
    }
    for (Rule rule : RULES) {
      if (rule.range.contains(address)) {
        return rule.verdict;
      }
    }
    if (address.length == 4) {
      return PUBLIC;
    }
    if (NAT64.contains(address)) {
      // Where there is no IPv4, all of it is reached so (RFC 6052): what lies behind decides.
      Verdict behind = judge(Arrays.copyOfRange(address, 12, 16));
      return behind.reach == Reach.PUBLIC ? PUBLIC : TRANSLATED;
    }
    if (isIsatap(address)) {
      return TRANSLATED;
    }
    return GLOBAL_V6.contains(address) ? PUBLIC : RESERVED;
  }

  /** ::ffff:a.b.c.d (RFC 4291 §2.5.5.2): the system connects to the IPv4 address. */
  private static boolean isMapped(byte[] address) {
    if (address.length != 16 || address[10] != -1 || address[11] != -1) {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** An IPv4 address as interface identifier behind 00-00-5E-FE (RFC 5214 §6.1). */
  private static boolean isIsatap(byte[] address) {
    return (address[8] & 0xfd) == 0
        && address[9] == 0
        && address[10] == 0x5e
        && address[11] == (byte) 0xfe;
  }

  private static void rule(Verdict verdict, String... ranges) {
    for (String range : ranges) {
      RULES.add(new Rule(AddressRange.parse(range), verdict));
    }
  }

  private static Verdict special(String what) {
    return new Verdict(Reach.SPECIAL, what);
  }

  private static Verdict nowhere(String what) {
    return new Verdict(Reach.NOWHERE, what);
  }
}
