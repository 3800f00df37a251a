package org.convoke.fetch;

import java.util.BitSet;
import org.convoke.config.FetchConfig;

/** The ports that may be fetched from on the internet: {@code fetch.ports}. */
final class Ports {
  private final BitSet allowed = new BitSet();

  Ports(FetchConfig config) {
    for (String entry : config.portRanges()) {
      int dash = entry.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? entry : entry.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(entry.substring(dash + 1));
      allowed.set(first, last + 1);
    }
  }

  boolean allow(int port) {
    return allowed.get(port);
  }
}
