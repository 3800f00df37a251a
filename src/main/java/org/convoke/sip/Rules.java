package org.convoke.sip;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What RFC 3261 §8.2 has a UAS check, in its order, and what we say of ourselves. Pure. */
final class Rules {
  static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK";
  static final String ACCEPT = "application/sdp";
  static final String SUPPORTED = "timer, 100rel";

  private static final Set<String> EXTENSIONS = Set.of("timer", "100rel");
  private static final Set<String> SERVED =
      Set.of("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO", "UPDATE", "PRACK");

  /** Methods that exist and that we do not serve: 405. Others are unknown: 501. */
  private static final Set<String> NOT_SERVED =
      Set.of("REGISTER", "MESSAGE", "SUBSCRIBE", "NOTIFY", "PUBLISH");

  private Rules() {}

  /**
   * Checks the parts of a request that count for every method.
   *
   * @param scheme of the request URI
   * @param maxForwards or -1 when there is none
   * @param required option tags of Require
   */
  static Refusal check(String method, String scheme, int maxForwards, List<String> required) {
    if (NOT_SERVED.contains(method)) {
      return Refusal.of(405, "Method Not Allowed", "Allow: " + ALLOW);
    }
    if (!SERVED.contains(method) && !method.equals("REFER")) {
      return Refusal.of(501, "Not Implemented", "Allow: " + ALLOW);
    }
    if (!Set.of("sip", "sips", "tel").contains(scheme.toLowerCase(Locale.ROOT))) {
      return Refusal.of(416, "Unsupported URI Scheme");
    }
    if (maxForwards == 0) {
      return Refusal.of(483, "Too Many Hops");
    }
    // Require is not looked at in ACK and CANCEL (RFC 3261 §8.2.2.3).
    if (!method.equals("CANCEL") && !method.equals("ACK")) {
      List<String> unknown =
          required.stream()
              .filter(tag -> !EXTENSIONS.contains(tag.toLowerCase(Locale.ROOT)))
              .toList();
      if (!unknown.isEmpty()) {
        return Refusal.of(420, "Bad Extension", "Unsupported: " + String.join(", ", unknown));
      }
    }
    if (method.equals("REFER")) {
      return Refusal.of(603, "Decline");
    }
    return null;
  }

  /**
   * Checks a body that should be SDP.
   *
   * @param contentType type/subtype, or null when there is none
   * @param encoding of Content-Encoding, or null
   * @param accepted types of Accept, or null when there is no such header
   */
  static Refusal checkBody(
      boolean body, String contentType, String encoding, List<String> accepted) {
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return Refusal.of(
          415, "Unsupported Media Type", "Accept-Encoding: identity", "Accept: " + ACCEPT);
    }
    if (body && !"application/sdp".equalsIgnoreCase(contentType)) {
      return Refusal.of(415, "Unsupported Media Type", "Accept: " + ACCEPT);
    }
    boolean takesSdp =
        accepted == null
            || accepted.stream()
                .map(type -> type.toLowerCase(Locale.ROOT))
                .anyMatch(t -> Set.of("*/*", "application/*", "application/sdp").contains(t));
    return takesSdp ? null : Refusal.of(406, "Not Acceptable");
  }
}
