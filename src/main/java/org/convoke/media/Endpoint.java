package org.convoke.media;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * An IP address and port that can be refilled and compared without allocating: one comes with every
 * packet. IPv4 is held in its mapped form (RFC 4291 §2.5.5.2), so that a dual-stack socket's source
 * equals the same address of SDP.
 */
final class Endpoint {
  private static final long MAPPED = 0xFFFF_0000_0000L;

  long high;
  long low;
  int scope;
  int port;

  /** A copy of a socket address; it must be resolved. */
  static Endpoint of(InetSocketAddress address) {
    Endpoint endpoint = new Endpoint();
    endpoint.set(address.getAddress(), address.getPort());
    return endpoint;
  }

  void set(InetAddress address, int newPort) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      setV4(bigEndian(bytes, 0, 4), newPort);
      return;
    }
    int scopeId = address instanceof java.net.Inet6Address v6 ? v6.getScopeId() : 0;
    setV6(bigEndian(bytes, 0, 8), bigEndian(bytes, 8, 8), scopeId, newPort);
  }

  void setV4(long address, int newPort) {
    setV6(0, MAPPED | (address & 0xFFFF_FFFFL), 0, newPort);
  }

  void setV6(long newHigh, long newLow, int newScope, int newPort) {
    high = newHigh;
    low = newLow;
    scope = newScope;
    port = newPort;
  }

  void set(Endpoint other) {
    setV6(other.high, other.low, other.scope, other.port);
  }

  boolean isV4() {
    return high == 0 && low >>> 32 == 0xFFFF;
  }

  /** The IPv4 address as a number; only where {@link #isV4}. */
  int v4() {
    return (int) low;
  }

  boolean sameHost(Endpoint other) {
    return low == other.low && high == other.high;
  }

  boolean same(Endpoint other) {
    return port == other.port && sameHost(other);
  }

  /** As {@link #same}. What a map keeps must not be changed. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Endpoint that && same(that);
  }

  @Override
  public int hashCode() {
    return Long.hashCode((low * 31 + high) * 31 + port);
  }

  /** 0.0.0.0 or ::, which SDP used for hold before RFC 3264 (§8.4). */
  boolean isUnspecified() {
    return high == 0 && (low == 0 || low == MAPPED);
  }

  /**
   * Whether the address means something in a local network only: loopback, private (RFC 1918, RFC
   * 4193), shared (RFC 6598), link-local.
   */
  boolean isPrivate() {
    if (!isV4()) {
      return high == 0 && low == 1
          || high >>> 57 == 0xFC >>> 1
          || high >>> 54 == 0xFE80_0000_0000_0000L >>> 54;
    }
    int a = v4() >>> 24;
    int b = v4() >>> 16 & 0xFF;
    return a == 127
        || a == 10
        || a == 192 && b == 168
        || a == 172 && b >= 16 && b < 32
        || a == 169 && b == 254
        || a == 100 && b >= 64 && b < 128;
  }

  InetSocketAddress toSocketAddress() {
    byte[] bytes = new byte[isV4() ? 4 : 16];
    for (int i = 0; i < bytes.length; i++) {
      int fromEnd = bytes.length - 1 - i;
      bytes[i] = (byte) ((fromEnd < 8 ? low : high) >>> 8 * (fromEnd & 7));
    }
    try {
      InetAddress address =
          bytes.length == 4 || scope == 0
              ? InetAddress.getByAddress(bytes)
              : java.net.Inet6Address.getByAddress(null, bytes, scope);
      return new InetSocketAddress(address, port);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are an address", e);
    }
  }

  @Override
  public String toString() {
    InetAddress address = toSocketAddress().getAddress();
    String host = address.getHostAddress();
    return address instanceof Inet4Address ? host + ":" + port : "[" + host + "]:" + port;
  }

  private static long bigEndian(byte[] bytes, int offset, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | bytes[offset + i] & 0xFF;
    }
    return value;
  }
}
