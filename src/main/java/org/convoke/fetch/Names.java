package org.convoke.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns a host name into all its addresses; may block. */
@FunctionalInterface
interface Names {
  List<InetAddress> lookUp(String host) throws UnknownHostException;

  /** As the machine is set up: its files, its name servers. The JVM remembers for 30 s. */
  static Names system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
