package org.convoke.config;

import java.util.Arrays;
import java.util.regex.Pattern;

/** What sections require of their values; each failure names the key. */
final class Check {
  private static final Pattern KEYS = Pattern.compile("[0-9*#]{0,4}");

  private Check() {}

  static void that(boolean holds, String key, String requirement) {
    if (!holds) {
      throw new ConfigException(key, requirement);
    }
  }

  static void range(String key, long value, long min, long max) {
    that(
        value >= min && value <= max,
        key,
        "is a number from " + min + " to " + max + ", not " + value);
  }

  /** 0 lets the system choose a free port. */
  static void port(String key, int value) {
    range(key, value, 0, 65_535);
  }

  static void oneOf(String key, String value, String... allowed) {
    that(Arrays.asList(allowed).contains(value), key, "is one of " + String.join(", ", allowed));
  }

  static void keys(String key, String value) {
    that(KEYS.matcher(value).matches(), key, "is up to four of 0-9 * #");
  }
}
