package org.convoke.sip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who of the strangers is listened to. A source may send so many requests without valid credentials
 * within two seconds; past them it is ignored for five minutes. Known trunks are never counted, so
 * a forged sender address cannot shut one out; the caller sees to that. IPv6 sources count by their
 * /64, because a subscriber has all of it.
 *
 * <p>Not thread-safe: it belongs to the sip verticle.
 */
final class StrangerLimits {
  static final long WINDOW_NS = 2_000_000_000L;
  static final long BAN_NS = 300_000_000_000L;

  /** Sources remembered at a time; the one heard of longest ago is forgotten first. */
  static final int MAX_SOURCES = 20_000;

  private static final class Bucket {
    double tokens;
    long atNs;
    boolean banned;
    long bannedUntilNs;
  }

  private final int requestsPerWindow;
  private final Map<InetAddress, Bucket> buckets =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Bucket> eldest) {
          return size() > MAX_SOURCES;
        }
      };

  StrangerLimits(int requestsPerWindow) {
    this.requestsPerWindow = requestsPerWindow;
  }

  /** Counts one request without valid credentials; false when its source is now ignored. */
  boolean count(InetAddress source, long nowNs) {
    Bucket bucket =
        buckets.computeIfAbsent(
            key(source),
            k -> {
              Bucket fresh = new Bucket();
              fresh.tokens = requestsPerWindow;
              fresh.atNs = nowNs;
              return fresh;
            });
    if (bucket.banned && nowNs - bucket.bannedUntilNs < 0) {
      return false;
    }
    bucket.banned = false;
    double earned = (double) (nowNs - bucket.atNs) / WINDOW_NS * requestsPerWindow;
    bucket.tokens = Math.min(requestsPerWindow, bucket.tokens + earned);
    bucket.atNs = nowNs;
    if (bucket.tokens < 1) {
      bucket.banned = true;
      bucket.bannedUntilNs = nowNs + BAN_NS;
      bucket.tokens = requestsPerWindow;
      return false;
    }
    bucket.tokens--;
    return true;
  }

  /** Gives back what a request cost that turned out to be half of a normal digest exchange. */
  void forgive(InetAddress source) {
    Bucket bucket = buckets.get(key(source));
    if (bucket != null) {
      bucket.tokens = Math.min(requestsPerWindow, bucket.tokens + 1);
    }
  }

  /** What a source is counted by: the address, or the /64 of an IPv6 one. */
  static InetAddress key(InetAddress source) {
    byte[] bytes = source.getAddress();
    if (bytes.length == 4) {
      return source;
    }
    Arrays.fill(bytes, 8, 16, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("sixteen bytes are an address", e);
    }
  }
}
