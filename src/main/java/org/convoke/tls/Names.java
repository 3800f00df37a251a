package org.convoke.tls;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.TreeSet;
import org.convoke.config.Config;

/** By which names and addresses people may reach us. */
public final class Names {
  private Names() {}

  /** Those of this machine, and those that the configuration says. */
  public static Set<String> of(Config config) {
    Set<String> names = new TreeSet<>(Set.of("localhost", "127.0.0.1", "::1"));
    add(names, config.media().publicAddress());
    add(names, config.sip().domain());
    if (!config.http().publicUrl().isEmpty()) {
      add(names, URI.create(config.http().publicUrl()).getHost());
    }
    try {
      InetAddress bind = InetAddress.getByName(config.bind());
      if (bind.isAnyLocalAddress()) {
        addAll(names);
      } else {
        add(names, bind.getHostAddress());
      }
    } catch (UnknownHostException none) {
      add(names, config.bind());
    }
    return names;
  }

  private static void add(Set<String> names, String name) {
    if (name != null && !name.isEmpty()) {
      names.add(name.startsWith("[") ? name.substring(1, name.length() - 1) : name);
    }
  }

  private static void addAll(Set<String> names) {
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
          .forEach(address -> add(names, address.getHostAddress().split("%")[0]));
      InetAddress self = InetAddress.getLocalHost();
      add(names, self.getHostName());
      add(names, self.getHostAddress().split("%")[0]);
    } catch (SocketException | UnknownHostException unknown) {
      // The machine does not tell its addresses: those that are configured have to do.
    }
  }
}
