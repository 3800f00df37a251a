package org.convoke.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who opens a room's link: whether somebody looks at the page, from which address, and how many
 * rooms that address may still make. An IPv6 network of 64 bits counts as one address, for one
 * visitor has all of them.
 */
final class Visitors {
  static final long WINDOW_NS = 600_000_000_000L;

  /** By these browsers say that nobody looks at the page yet. */
  private static final List<String> AHEAD = List.of("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz");

  /** Past it the address that was seen longest ago is forgotten. */
  private static final int MAX_ADDRESSES = 10_000;

  private record Count(long sinceNs, int rooms) {}

  private final int roomsPerAddress;
  private final Map<String, Count> counts =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  Visitors(int roomsPerAddress) {
    this.roomsPerAddress = roomsPerAddress;
  }

  /**
   * Whether an address may make one more room now, which is counted. This machine's own may always.
   */
  boolean mayMake(InetAddress address, long nowNs) {
    if (address.isLoopbackAddress()) {
      return true;
    }
    String key = network(address);
    Count count = counts.get(key);
    if (count == null || nowNs - count.sinceNs() >= WINDOW_NS) {
      count = new Count(nowNs, 0);
    }
    if (count.rooms() >= roomsPerAddress) {
      return false;
    }
    counts.put(key, new Count(count.sinceNs(), count.rooms() + 1));
    return true;
  }

  /** What counts as one visitor: an IPv4 address, or an IPv6 network of 64 bits. */
  static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < Math.min(8, bytes.length); i++) {
      key.append(bytes[i]).append('.');
    }
    return key.toString();
  }

  /**
   * Where a request came from. A proxy on this machine is believed what it says last in {@code
   * X-Forwarded-For}; nobody else is, for everyone can write that header.
   */
  static InetAddress address(HttpServerRequest request) {
    InetAddress peer = literal(request.remoteAddress().hostAddress());
    if (peer == null) {
      return InetAddress.getLoopbackAddress();
    }
    String forwarded = peer.isLoopbackAddress() ? request.getHeader("X-Forwarded-For") : null;
    if (forwarded == null) {
      return peer;
    }
    InetAddress told = literal(forwarded.substring(forwarded.lastIndexOf(',') + 1).strip());
    return told == null ? peer : told;
  }

  private static InetAddress literal(String text) {
    try {
      return text == null ? null : InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException none) {
      return null;
    }
  }

  /**
   * Whether somebody wants to see a page now: no HEAD, no browser that fetches ahead, nothing that
   * cannot show HTML.
   */
  static boolean isVisit(HttpServerRequest request) {
    String destination = request.getHeader("Sec-Fetch-Dest");
    return request.method() == HttpMethod.GET
        && AHEAD.stream().noneMatch(header -> isAhead(request.getHeader(header)))
        && (destination == null || destination.equals("document") || destination.equals("iframe"))
        && takesHtml(request.getHeader(HttpHeaders.ACCEPT));
  }

  private static boolean isAhead(String purpose) {
    return purpose != null && purpose.toLowerCase(Locale.ROOT).matches(".*(prefetch|preview).*");
  }

  private static boolean takesHtml(String accept) {
    String kinds = accept == null ? "*/*" : accept.toLowerCase(Locale.ROOT);
    return kinds.contains("text/html") || kinds.contains("*/*") || kinds.contains("text/*");
  }
}
