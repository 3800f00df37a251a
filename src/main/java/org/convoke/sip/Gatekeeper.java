package org.convoke.sip;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.convoke.sip.Sources.Secret;
import org.convoke.sip.Sources.Source;

/**
 * Judges where a request comes from: a trunk by its address, a caller with credentials, this
 * machine itself where that is trusted, or a stranger, who is challenged and past a rate ignored.
 *
 * <p>Not thread-safe: it belongs to the sip verticle.
 */
final class Gatekeeper {
  /** What is compared against when the user name is unknown, so that it takes as long. */
  private static final Secret NOBODY =
      new Secret("\u0000 no such user", Digest.MD5, new Source("nobody", "nobody", null));

  /** The verdict on a request. */
  sealed interface Verdict {
    /** Its source is known and trusted. */
    record Known(Source source) implements Verdict {}

    /** Answer 401 with these WWW-Authenticate values. */
    record Challenge(List<String> values) implements Verdict {}

    /** Do not answer at all. */
    record Ignore() implements Verdict {}
  }

  private final String realm;
  private final boolean trustLoopback;
  private final Nonces nonces;
  private final StrangerLimits limits;
  private final SipCounters counters;
  private Sources sources = Sources.NONE;
  private int salt;

  /** {@code trustLoopback}: the bridge is bound to loopback and may trust it. */
  Gatekeeper(
      String realm,
      boolean trustLoopback,
      Nonces nonces,
      StrangerLimits limits,
      SipCounters counters) {
    this.realm = realm;
    this.trustLoopback = trustLoopback;
    this.nonces = nonces;
    this.limits = limits;
    this.counters = counters;
  }

  void replace(Sources sources) {
    this.sources = sources;
  }

  /** The source when its address alone makes it known, else null. */
  Source knownByAddress(InetAddress address) {
    Source trunk = sources.byAddress(address);
    if (trunk != null) {
      return trunk;
    }
    return trustLoopback && address.isLoopbackAddress() ? Source.byAddress(address) : null;
  }

  /** Counts a stranger's request that is answered without a challenge; false: do not answer. */
  boolean tolerates(InetAddress address, long nowNs) {
    return limits.count(address, nowNs);
  }

  /**
   * Judges a request that needs a known source.
   *
   * @param authorizations the values of its Authorization headers
   */
  Verdict judge(
      InetAddress address, String method, List<String> authorizations, byte[] body, long nowNs) {
    Source trunk = sources.byAddress(address);
    if (trunk != null) {
      return new Verdict.Known(trunk);
    }
    boolean stale = false;
    for (String authorization : authorizations) {
      Map<String, String> given = fields(authorization);
      if (realm.equals(given.get("realm"))) {
        Nonces.Verdict fresh = nonces.judge(given.getOrDefault("nonce", ""), nowNs);
        Source proven = proven(given, method, body);
        if (proven != null && fresh == Nonces.Verdict.FRESH && used(given)) {
          limits.forgive(address);
          return new Verdict.Known(proven);
        }
        stale = proven != null && fresh == Nonces.Verdict.STALE;
        if (proven == null) {
          counters.wrongCredentials.increment();
        }
      }
    }
    if (trustLoopback && address.isLoopbackAddress()) {
      return new Verdict.Known(Source.byAddress(address));
    }
    if (!limits.count(address, nowNs)) {
      return new Verdict.Ignore();
    }
    counters.challenges.increment();
    return new Verdict.Challenge(challenges(stale, nowNs));
  }

  private boolean used(Map<String, String> given) {
    return nonces.use(given.get("nonce"), given.get("qop") == null ? null : given.get("nc"));
  }

  private Source proven(Map<String, String> given, String method, byte[] body) {
    Secret secret = sources.secrets().getOrDefault(given.getOrDefault("username", ""), NOBODY);
    String algorithm = given.getOrDefault("algorithm", Digest.MD5).toUpperCase(Locale.ROOT);
    boolean known = algorithm.equals(Digest.MD5) || algorithm.equals(Digest.SHA_256);
    boolean proves =
        Digest.proves(given, secret.password(), method, body, known ? algorithm : Digest.MD5);
    return proves && known && secret != NOBODY && algorithm.equals(secret.algorithm())
        ? secret.source()
        : null;
  }

  private List<String> challenges(boolean stale, long nowNs) {
    String nonce = nonces.make(nowNs, salt++);
    List<String> values = new ArrayList<>();
    // The better one first (RFC 8760 §2.4); MD5 alone where no credential asks for more, because
    // some phones give up when they see an algorithm that they do not know.
    if (sources.knowsSha256()) {
      values.add(challenge(nonce, Digest.SHA_256, stale));
    }
    if (sources.knowsMd5() || values.isEmpty()) {
      values.add(challenge(nonce, Digest.MD5, stale));
    }
    return values;
  }

  private String challenge(String nonce, String algorithm, boolean stale) {
    return "Digest realm=\""
        + realm
        + "\", nonce=\""
        + nonce
        + "\", algorithm="
        + algorithm
        + ", qop=\"auth\""
        + (stale ? ", stale=true" : "");
  }

  /** The parameters of {@code Digest name=value, name="value"}; empty for another scheme. */
  static Map<String, String> fields(String authorization) {
    String text = authorization.strip();
    Map<String, String> fields = new HashMap<>();
    if (text.length() > 4096 || !text.regionMatches(true, 0, "Digest ", 0, 7)) {
      return fields;
    }
    int at = 7;
    while (at < text.length()) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        return fields;
      }
      String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
      int start = equals + 1;
      while (start < text.length() && text.charAt(start) == ' ') {
        start++;
      }
      StringBuilder value = new StringBuilder();
      int end = start;
      if (start < text.length() && text.charAt(start) == '"') {
        end++;
        while (end < text.length() && text.charAt(end) != '"') {
          if (text.charAt(end) == '\\' && end + 1 < text.length()) {
            end++;
          }
          value.append(text.charAt(end++));
        }
        int comma = text.indexOf(',', end);
        end = comma < 0 ? text.length() : comma;
      } else {
        int comma = text.indexOf(',', start);
        end = comma < 0 ? text.length() : comma;
        value.append(text.substring(start, end).strip());
      }
      fields.putIfAbsent(name, value.toString());
      at = end + 1;
    }
    return fields;
  }
}
