package org.convoke.web.socket;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Whose pages may connect (RFC 6455 §10.2): ours, those that the operator names, and programs. */
final class Origins {
  private final List<String> allowed;

  /**
   * @param allowed origins such as https://app.example.com, separated by commas
   * @param publicUrl what our own links begin with
   */
  Origins(String allowed, String publicUrl) {
    this.allowed =
        Arrays.stream((allowed + "," + origin(publicUrl)).split(","))
            .map(one -> one.strip().toLowerCase(Locale.ROOT))
            .filter(one -> !one.isEmpty())
            .toList();
  }

  private static String origin(String url) {
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /**
   * @param origin of the request, null when it has none
   * @param host of the request
   */
  boolean allows(String origin, String host) {
    if (origin == null) {
      return true;
    }
    String plain = origin.toLowerCase(Locale.ROOT);
    return allowed.contains(plain)
        || host != null
            && (plain.equals("http://" + host.toLowerCase(Locale.ROOT))
                || plain.equals("https://" + host.toLowerCase(Locale.ROOT)));
  }
}
