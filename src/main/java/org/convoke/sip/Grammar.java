package org.convoke.sip;

import java.util.regex.Pattern;

/** The little of SIP's grammar (RFC 3261 §25.1) that is looked at before a message is parsed. */
final class Grammar {
  private static final int MAX_METHOD = 64;
  private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0 [1-9][0-9]{2}( |$)");

  private Grammar() {}

  /** A token, of at least one character. */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!alphanumeric && "-.!%*_+`'~".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** A status of three digits, 100 or more, and then nothing or a space (RFC 3261 §7.2). */
  static boolean isStatusLine(String line) {
    return STATUS_LINE.matcher(line).lookingAt();
  }

  /** Whether it could be a method's name. */
  static boolean isMethod(String text) {
    return text.length() <= MAX_METHOD && isToken(text);
  }

  /** A decimal number from 0 to {@code max}, or -1. */
  static long number(String text, long max) {
    if (text.isEmpty() || text.length() > 10) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + c - '0';
    }
    return value <= max ? value : -1;
  }

  /** A sip or sips URI names its host once: an IPv6 address in brackets (RFC 5118 §4.2). */
  static boolean isHostClear(String uri) {
    int scheme = uri.indexOf(':');
    if (scheme < 0 || !uri.regionMatches(true, 0, "sip", 0, 3)) {
      return true;
    }
    int start = Math.max(scheme, uri.indexOf('@')) + 1;
    int end = start;
    while (end < uri.length() && ";?".indexOf(uri.charAt(end)) < 0) {
      end++;
    }
    String host = uri.substring(start, end);
    return host.startsWith("[") || host.indexOf(':') == host.lastIndexOf(':');
  }

  /** Whether it holds no control characters. */
  static boolean isReadable(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (isControl(line.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Control characters may stand in a quoted string, each behind a backslash; the parser behind us
   * ends there. They become question marks.
   */
  static byte[] withoutEscaped(byte[] bytes) {
    byte[] without = bytes;
    for (int i = 1; i < bytes.length; i++) {
      if (bytes[i - 1] == '\\' && isControl(bytes[i]) && bytes[i] != '\r' && bytes[i] != '\n') {
        without = without == bytes ? bytes.clone() : without;
        without[i] = '?';
      }
    }
    return without;
  }

  private static boolean isControl(int c) {
    return c >= 0 && c < ' ' && c != '\t' || c == 0x7f;
  }
}
