package org.convoke.config;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Section {@code fetch}. Lists are separated by commas. */
public record FetchConfig(
    String allowedNetworks, String ports, int maxMib, int maxRequests, int maxRequestsPerHost) {
  /** This machine itself while the bridge listens on loopback alone; else nothing. */
  public static final String AUTO = "auto";

  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*");
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*");
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");
  private static final Pattern PORTS = Pattern.compile("[0-9]{1,5}(-[0-9]{1,5})?");

  public FetchConfig {
    for (String entry : list(allowedNetworks)) {
      Check.that(
          isRange(entry) || NAME.matcher(entry).matches() && !NUMERIC.matcher(entry).matches(),
          "fetch.allowed_networks",
          "lists auto, ranges such as 10.1.0.0/16 and host names, with commas between, not "
              + entry);
    }
    Check.that(!list(ports).isEmpty(), "fetch.ports", "names at least one port");
    for (String entry : list(ports)) {
      Check.that(isPorts(entry), "fetch.ports", "lists ports and ranges such as 443, 1024-65535");
    }
    Check.range("fetch.max_mib", maxMib, 1, 1024);
    Check.range("fetch.max_requests", maxRequests, 1, 10_000);
    Check.range("fetch.max_requests_per_host", maxRequestsPerHost, 1, 10_000);
  }

  /** The same with fewer requests under way. */
  public FetchConfig within(int requests) {
    return new FetchConfig(
        allowedNetworks, ports, maxMib, requests, Math.min(requests, maxRequestsPerHost));
  }

  /** The single {@link #allowedNetworks}, in small letters. */
  public List<String> networks() {
    return list(allowedNetworks);
  }

  /** The single {@link #ports}: {@code 443} or {@code 1024-65535}. */
  public List<String> portRanges() {
    return list(ports);
  }

  private static boolean isRange(String entry) {
    int slash = entry.indexOf('/');
    String address = slash < 0 ? entry : entry.substring(0, slash);
    String bits = slash < 0 ? "0" : entry.substring(slash + 1);
    if (!ADDRESS.matcher(address).matches() || !bits.matches("[0-9]{1,3}")) {
      return false;
    }
    try {
      return Integer.parseInt(bits) <= InetAddress.ofLiteral(address).getAddress().length * 8;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isPorts(String entry) {
    if (!PORTS.matcher(entry).matches()) {
      return false;
    }
    String[] ends = entry.split("-");
    int first = Integer.parseInt(ends[0]);
    int last = Integer.parseInt(ends[ends.length - 1]);
    return first >= 1 && first <= last && last <= 65_535;
  }

  private static List<String> list(String commas) {
    return Arrays.stream(commas.toLowerCase(Locale.ROOT).split(","))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }
}
