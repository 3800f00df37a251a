package org.convoke.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.LinkedHashMap;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Map;

/**
 * The headers of an INVITE that an application gets to see: {@code X-...} and {@code User-to-User}
 * (RFC 7433). What is too many or too long is left out, not cut: half a value means nothing.
 */
final class AppHeaders {
  private static final int MAX_HEADERS = 32;
  private static final int MAX_NAME = 64;
  private static final int MAX_VALUE = 1024;

  /** Of all together: they go into the query of a GET, and servers read 8 KiB of it. */
  private static final int MAX_ALL = 4096;

  /** RFC 7433 §4: at most 256 octets. */
  private static final int MAX_USER_TO_USER = 256;

  private AppHeaders() {}

  /** By name as it came; of one that is repeated the first value. */
  static Map<String, String> of(SIPRequest invite) {
    Map<String, String> headers = new LinkedHashMap<>();
    ListIterator<String> names = invite.getHeaderNames();
    int room = MAX_ALL;
    while (names.hasNext() && headers.size() < MAX_HEADERS) {
      String name = names.next();
      int most = mostOf(name);
      String value = most == 0 ? null : Messages.value(invite, name);
      if (value != null && value.length() <= Math.min(most, room - name.length())) {
        headers.putIfAbsent(name, Messages.plain(value, most));
        room -= name.length() + value.length();
      }
    }
    return headers;
  }

  /** How long the value may be; 0: the header is not for an application. */
  private static int mostOf(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("user-to-user")) {
      return MAX_USER_TO_USER;
    }
    boolean ours = lower.startsWith("x-nexmo") || lower.equals("x-convoke-pin");
    return lower.startsWith("x-") && lower.length() > 2 && name.length() <= MAX_NAME && !ours
        ? MAX_VALUE
        : 0;
  }
}
