package org.convoke.sip;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convoke.store.Credentials.Credential;
import org.convoke.store.Trunks.Srtp;
import org.convoke.store.Trunks.Trunk;

/**
 * Who may call, as a snapshot of trunks and credentials. Trunks that are off count for nothing.
 *
 * @param trunks address ranges and whose they are, narrowest first
 * @param secrets passwords by digest user name
 */
record Sources(List<Range> trunks, Map<String, Secret> secrets) {
  /** Nobody is known. */
  static final Sources NONE = new Sources(List.of(), Map.of());

  /** A known caller; {@code id} as in call.started's source. */
  record Source(String id, String budgetKey, Srtp srtp) {
    /** Known by nothing but where it is: this machine's own, or one that dialled a pass. */
    static Source byAddress(InetAddress address) {
      String id = "ip:" + address.getHostAddress();
      return new Source(id, id, Srtp.OPTIONAL);
    }
  }

  record Range(Cidr cidr, Source source) {}

  /** What proves a user name. */
  record Secret(String password, String algorithm, Source source) {
    @Override
    public String toString() {
      return "Secret[" + source.id() + "]";
    }
  }

  static Sources of(List<Trunk> trunks, List<Credential> credentials) {
    List<Range> ranges = new ArrayList<>();
    Map<String, Secret> secrets = new HashMap<>();
    for (Credential credential : credentials) {
      String id = "credential:" + credential.id();
      secrets.put(
          credential.username(),
          new Secret(
              credential.password(),
              algorithm(credential.algorithm()),
              new Source(id, id, Srtp.OPTIONAL)));
    }
    for (Trunk trunk : trunks) {
      if (trunk.enabled()) {
        Source source = new Source("trunk:" + trunk.id(), trunk.id(), trunk.srtp());
        for (String address : trunk.addresses()) {
          Cidr cidr = Cidr.parse(address);
          if (cidr != null) {
            ranges.add(new Range(cidr, source));
          }
        }
        if (trunk.username() != null && trunk.password() != null) {
          secrets.put(
              trunk.username(), new Secret(trunk.password(), algorithm(trunk.algorithm()), source));
        }
      }
    }
    ranges.sort((a, b) -> Integer.compare(b.cidr().bits(), a.cidr().bits()));
    return new Sources(List.copyOf(ranges), Map.copyOf(secrets));
  }

  private static String algorithm(String stored) {
    return Digest.SHA_256.equalsIgnoreCase(stored) ? Digest.SHA_256 : Digest.MD5;
  }

  /** The trunk that an address belongs to, or null. */
  Source byAddress(InetAddress address) {
    for (Range range : trunks) {
      if (range.cidr().contains(address)) {
        return range.source();
      }
    }
    return null;
  }

  /** Whether a challenge by SHA-256 could be met by anyone. */
  boolean knowsSha256() {
    return secrets.values().stream().anyMatch(s -> s.algorithm().equals(Digest.SHA_256));
  }

  /** Whether a challenge by MD5 could be met by anyone, or nobody has credentials at all. */
  boolean knowsMd5() {
    return !knowsSha256()
        || secrets.values().stream().anyMatch(s -> s.algorithm().equals(Digest.MD5));
  }
}
