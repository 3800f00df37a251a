package org.convoke.fetch;

import java.net.InetAddress;
import java.util.List;
import org.convoke.config.FetchConfig;

/** Decides what may be connected to. It asks nobody: addresses come in. */
final class Guard {
  /** As many addresses of one name are looked at; a name with more is refused. */
  static final int MAX_ADDRESSES = 64;

  private static final InetAddress LOCALHOST = InetAddress.ofLiteral("127.0.0.1");

  private final AllowedNetworks own;
  private final Ports ports;

  Guard(FetchConfig config, AllowedNetworks own) {
    this.own = own;
    this.ports = new Ports(config);
  }

  /**
   * What can be told before the name is resolved.
   *
   * @throws FetchRefused saying why not
   */
  WebUrl check(String text) {
    WebUrl url = WebUrl.parse(text);
    InetAddress known = isLocalhost(url.host()) ? LOCALHOST : url.literal();
    if (known != null) {
      requireAllowed(url, known);
    } else if (!ports.allow(url.port()) && !own.namesHost(url.host())) {
      require(own.reachesBeyondLoopback(), portReason(url));
    }
    return url;
  }

  /**
   * Every address that a name resolved to must be one that may be connected to: a name that leads
   * to a public address and to a private one is refused whole.
   *
   * @throws FetchRefused saying why not
   */
  void admit(WebUrl url, List<InetAddress> addresses) {
    require(addresses.size() <= MAX_ADDRESSES, "must name a host of fewer addresses");
    for (InetAddress address : addresses) {
      requireAllowed(url, address);
    }
  }

  private void requireAllowed(WebUrl url, InetAddress address) {
    if (!own.allows(url.host(), address)) {
      AddressRules.Verdict verdict = AddressRules.judge(address.getAddress());
      String cure =
          verdict.reach() == AddressRules.Reach.NOWHERE
              ? ""
              : "; fetch.allowed_networks can allow it";
      throw new FetchRefused("must not lead to " + verdict.what() + cure);
    }
    require(ports.allow(url.port()) || own.names(url.host(), address), portReason(url));
  }

  /** RFC 6761 §6.3: such a name is always this machine. */
  private static boolean isLocalhost(String host) {
    return host.equals("localhost") || host.endsWith(".localhost");
  }

  private static String portReason(WebUrl url) {
    return "must not have the port " + url.port() + "; fetch.ports says which it may have";
  }

  private static void require(boolean holds, String reason) {
    if (!holds) {
      throw new FetchRefused(reason);
    }
  }
}
