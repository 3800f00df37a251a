package org.convoke.sdp;

/** IP addresses as text, told from host names without asking anybody. */
final class IpLiteral {
  private IpLiteral() {}

  static boolean isV4(String text) {
    int parts = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '.') {
        long value = SdpParser.number(text.substring(start, i), 3);
        if (value < 0 || value > 255) {
          return false;
        }
        parts++;
        start = i + 1;
      }
    }
    return parts == 4;
  }

  /** RFC 4291 §2.2, without a zone. */
  static boolean isV6(String text) {
    if (text.length() < 2 || text.length() > 45) {
      return false;
    }
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == 8;
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    String before = text.substring(0, gap);
    String after = text.substring(gap + 2);
    int left = before.isEmpty() ? 0 : groups(before);
    int right = after.isEmpty() ? 0 : groups(after);
    return left >= 0 && right >= 0 && before.indexOf('.') < 0 && left + right <= 7;
  }

  /** How many 16-bit groups, or -1. */
  private static int groups(String text) {
    int groups = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && text.charAt(i) != ':') {
        continue;
      }
      String group = text.substring(start, i);
      if (i == text.length() && group.indexOf('.') >= 0) {
        return isV4(group) ? groups + 2 : -1;
      }
      if (group.isEmpty() || group.length() > 4) {
        return -1;
      }
      for (int j = 0; j < group.length(); j++) {
        if (Character.digit(group.charAt(j), 16) < 0 || group.charAt(j) > 'f') {
          return -1;
        }
      }
      groups++;
      start = i + 1;
    }
    return groups;
  }

  static boolean isLiteral(String text) {
    return isV4(text) || isV6(text);
  }

  /** 0.0.0.0 or ::, by which old phones say hold (RFC 3264 §8.4). */
  static boolean isUnspecified(String text) {
    if (isV4(text)) {
      return text.equals("0.0.0.0");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ':' && c != '0') {
        return false;
      }
    }
    return isV6(text);
  }

  /** A group or everybody: nothing that a phone may have us send to. */
  static boolean isMulticastOrBroadcast(String text) {
    if (isV4(text)) {
      return SdpParser.number(text.substring(0, text.indexOf('.')), 3) >= 224;
    }
    return text.length() > 1 && text.substring(0, 2).equalsIgnoreCase("ff");
  }

  /** The nettype, addrtype and address of c= and o=. */
  static String sdp(String address) {
    return (address.indexOf(':') >= 0 ? "IN IP6 " : "IN IP4 ") + address;
  }
}
