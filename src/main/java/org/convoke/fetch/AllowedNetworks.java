package org.convoke.fetch;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.convoke.config.FetchConfig;

/** What of one's own network may be fetched from: {@code fetch.allowed_networks}. */
public final class AllowedNetworks {
  private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1");

  private final List<AddressRange> ranges = new ArrayList<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final String text;
  private final boolean beyondLoopback;

  private AllowedNetworks(Set<String> entries) {
    for (String entry : entries) {
      AddressRange range = AddressRange.parse(entry);
      if (range == null) {
        names.add(entry);
      } else {
        ranges.add(range);
      }
    }
    text = String.join(", ", entries);
    beyondLoopback = !LOOPBACK.containsAll(entries) && !ranges.isEmpty();
  }

  /**
   * @param loopbackOnly whether the bridge listens on loopback alone: then {@code auto} is this
   *     machine itself, else nothing
   */
  public static AllowedNetworks of(FetchConfig config, boolean loopbackOnly) {
    Set<String> entries = new LinkedHashSet<>();
    for (String entry : config.networks()) {
      if (!entry.equals(FetchConfig.AUTO)) {
        entries.add(entry);
      } else if (loopbackOnly) {
        entries.addAll(LOOPBACK);
      }
    }
    return new AllowedNetworks(entries);
  }

  /** Whether the address is one of those named, or the host that leads there is. */
  boolean allows(String host, InetAddress address) {
    byte[] bytes = address.getAddress();
    return switch (AddressRules.judge(bytes).reach()) {
      case PUBLIC -> true;
      case OWN -> names.contains(host) || within(bytes);
      case SPECIAL -> within(bytes);
      case NOWHERE -> false;
    };
  }

  /** Whether any port of it may be reached. */
  boolean names(String host, InetAddress address) {
    return names.contains(host) || within(address.getAddress());
  }

  boolean namesHost(String host) {
    return names.contains(host);
  }

  /** Whether a name that is not in the list may lead to a network that is. */
  boolean reachesBeyondLoopback() {
    return beyondLoopback;
  }

  private boolean within(byte[] address) {
    for (AddressRange range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** The list as an operator reads it; empty where nothing is allowed. */
  @Override
  public String toString() {
    return text;
  }
}
