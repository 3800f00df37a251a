package org.convoke.fetch;

import java.net.InetAddress;
import java.util.Locale;

/**
 * An absolute http or https URL (RFC 3986, RFC 9110 §4.2), read strictly: whatever two readers
 * could take for different hosts is refused, so that what is checked is what is connected to.
 *
 * @param host in small letters; of an IPv6 address with its brackets
 * @param port the one given, else 80 or 443
 * @param literal where the host is an address, else null
 * @param target path and query, never empty
 */
record WebUrl(boolean tls, String host, int port, InetAddress literal, String target) {
  /** The longest URL, in characters. */
  static final int MAX_LENGTH = 2048;

  /** RFC 1035 §2.3.4. */
  private static final int MAX_HOST = 253;

  private static final int MAX_LABEL = 63;

  /**
   * @throws FetchRefused saying what is wrong
   */
  static WebUrl parse(String url) {
    require(url != null && !url.isEmpty(), "must be an absolute URL");
    require(url.length() <= MAX_LENGTH, "must be at most " + MAX_LENGTH + " characters");
    requirePlainCharacters(url);
    int schemeEnd = url.indexOf("://");
    String scheme = schemeEnd < 0 ? "" : url.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
    boolean tls = scheme.equals("https");
    require(tls || scheme.equals("http"), "must begin with http:// or https://");
    int start = schemeEnd + 3;
    int end = start;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String authority = url.substring(start, end);
    String rest = url.substring(end);
    require(authority.indexOf('@') < 0, "must have no user name or password");
    require(rest.indexOf('#') < 0, "must have no fragment (#)");
    requireWholeEscapes(rest);
    int colon = portColon(authority);
    String host = (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
    int port = colon < 0 ? tls ? 443 : 80 : port(authority.substring(colon + 1));
    InetAddress literal = host(host);
    return new WebUrl(tls, host, port, literal, rest.startsWith("/") ? rest : "/" + rest);
  }

  /** What shares connections and limits: {@code host:port}. */
  String authority() {
    return host + ":" + port;
  }

  /** The name or address as TLS verifies it: an IPv6 address without its brackets. */
  String bareHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Of all URLs: visible ASCII without what RFC 3986 leaves out, so no line breaks either. */
  private static void requirePlainCharacters(String url) {
    for (int i = 0; i < url.length(); i++) {
      char c = url.charAt(i);
      require(c > 0x20 && c != 0x7f, "must have no spaces or control characters");
      require(c < 0x7f, "must be ASCII: %-escapes in the path, xn-- in the host name");
      require(c != '\\', "must have no backslash");
      require("\"<>^`{|}".indexOf(c) < 0, "must have " + c + " written as a %-escape");
    }
  }

  private static void requireWholeEscapes(String rest) {
    for (int i = rest.indexOf('%'); i >= 0; i = rest.indexOf('%', i + 1)) {
      require(
          i + 2 < rest.length() && isHex(rest.charAt(i + 1)) && isHex(rest.charAt(i + 2)),
          "must have two hexadecimal digits after each %");
    }
  }

  private static int portColon(String authority) {
    return authority.startsWith("[")
        ? authority.indexOf(':', Math.max(0, authority.indexOf(']')))
        : authority.indexOf(':');
  }

  private static int port(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 5;
    for (int i = 0; i < text.length(); i++) {
      digits &= isDigit(text.charAt(i));
    }
    int port = digits ? Integer.parseInt(text) : 0;
    require(port > 0 && port <= 65_535, "must have a port from 1 to 65535, or none");
    return port;
  }

  /** Checks the host; gives its address where it is one. */
  private static InetAddress host(String host) {
    require(!host.isEmpty(), "must name a host");
    if (host.startsWith("[")) {
      return v6(host);
    }
    require(host.length() <= MAX_HOST, "must name a host of at most " + MAX_HOST + " characters");
    require(!host.endsWith("."), "must name a host without a dot at its end");
    String[] labels = host.split("\\.", -1);
    for (String label : labels) {
      requireLabel(label);
    }
    return looksLikeNumber(labels[labels.length - 1]) ? v4(host, labels) : null;
  }

  private static void requireLabel(String label) {
    boolean name = !label.isEmpty() && label.length() <= MAX_LABEL;
    name &= name && label.charAt(0) != '-' && label.charAt(label.length() - 1) != '-';
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      // The underscore is in no host name, but in those of container networks.
      name &= c >= 'a' && c <= 'z' || isDigit(c) || c == '-' || c == '_';
    }
    require(name, "must name a host by letters, digits, hyphens and dots, or by an IP address");
  }

  /** Whether some readers take a name that ends so for an address: 1, 0x7f (WHATWG URL §3.5). */
  private static boolean looksLikeNumber(String label) {
    boolean hex = label.startsWith("0x");
    boolean number = true;
    for (int i = hex ? 2 : 0; i < label.length(); i++) {
      number &= hex ? isHex(label.charAt(i)) : isDigit(label.charAt(i));
    }
    return number;
  }

  /** Four plain decimal numbers; not 127.1, 0177.0.0.1, 0x7f.0.0.1 or 2130706433. */
  private static InetAddress v4(String host, String[] labels) {
    boolean plain = labels.length == 4;
    for (String label : labels) {
      boolean digits = !label.isEmpty() && label.length() <= 3;
      for (int i = 0; i < label.length(); i++) {
        digits &= isDigit(label.charAt(i));
      }
      plain &= digits && (label.length() == 1 || label.charAt(0) != '0');
      plain &= !digits || Integer.parseInt(label) <= 255;
    }
    require(plain, "must write an IPv4 address as four decimal numbers, such as 203.0.113.7");
    return InetAddress.ofLiteral(host);
  }

  private static InetAddress v6(String host) {
    String inside = host.endsWith("]") ? host.substring(1, host.length() - 1) : "";
    boolean plain = !inside.isEmpty() && inside.length() <= 45 && inside.indexOf(':') >= 0;
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      plain &= isHex(c) || c == ':' || c == '.';
    }
    require(plain, "must write an IPv6 address as [2001:db8::7], without a zone");
    try {
      InetAddress address = InetAddress.ofLiteral(inside);
      require(address.getAddress().length == 16, "must be written as the IPv4 address it maps");
      return address;
    } catch (IllegalArgumentException e) {
      throw new FetchRefused("must write an IPv6 address as [2001:db8::7], without a zone");
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(char c) {
    return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }

  private static void require(boolean holds, String reason) {
    if (!holds) {
      throw new FetchRefused(reason);
    }
  }

  /** Paths and queries carry secrets: none is printed. */
  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + authority();
  }
}
