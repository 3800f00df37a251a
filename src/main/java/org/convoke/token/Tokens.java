package org.convoke.token;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convoke.clock.Clock;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.store.TokenKeys.Key;

/** Issues tokens and judges those that come back. It never throws for what a client sent. */
public final class Tokens {
  /** The shortest and the longest life of a token. */
  public static final Duration MIN_TTL = Duration.ofMinutes(1);

  public static final Duration MAX_TTL = Duration.ofHours(24);

  /** Clocks differ by as much, RFC 7519 §4.1.4. */
  public static final Duration LEEWAY = Duration.ofSeconds(30);

  /** As long as any token is that we make: 4 KiB of metadata, in base64. */
  public static final int MAX_LENGTH = 8192;

  /** Compact serialization, RFC 7515 §7.1: three parts, all of them there. */
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_-]{1,512})\\.([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]{1,512}");

  private static final Set<String> HEADER = Set.of("alg", "kid", "typ");

  private final Keyring keys;
  private final Revocations revocations;
  private final Clock clock;

  public Tokens(Keyring keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
    this.revocations = new Revocations();
  }

  /** Tokens of whom count no more for now. */
  public Revocations revocations() {
    return revocations;
  }

  /**
   * A new token. Throws {@link org.convoke.store.Unavailable} while the keys could not be read.
   *
   * @param name null when its holder may choose one
   * @param metadata null for none
   * @param ttl {@link #MIN_TTL} to {@link #MAX_TTL}, in whole seconds
   */
  public Issued issue(
      RoomId room,
      ParticipantId participant,
      Role role,
      String name,
      Grant.Source source,
      JsonObject metadata,
      Duration ttl) {
    if (ttl.compareTo(MIN_TTL) < 0 || ttl.compareTo(MAX_TTL) > 0) {
      throw new IllegalArgumentException("a token lives a minute to a day, not " + ttl);
    }
    Instant now = Instant.ofEpochSecond(clock.now().getEpochSecond());
    JsonObject more = metadata == null ? new JsonObject() : metadata.copy();
    Grant grant =
        new Grant(
            room, participant, role, name, source, more, now, now.plusSeconds(ttl.toSeconds()));
    return new Issued(keys.sign(Claims.of(grant, UUID.randomUUID().toString())), grant);
  }

  /** What a text from outside is worth. */
  public Verdict verify(String token) {
    if (token == null || token.length() > MAX_LENGTH) {
      return new Verdict.Forged("length");
    }
    Matcher parts = FORM.matcher(token);
    if (!parts.matches()) {
      return new Verdict.Forged("form");
    }
    Instant now = clock.now();
    JsonObject header = Jose.json(parts.group(1));
    if (header == null) {
      return new Verdict.Forged("form");
    }
    // No jku, x5u, x5c, jwk or crit: a token does not say where its key is to be found.
    if (!HEADER.containsAll(header.fieldNames())
        || (header.containsKey("typ") && !"JWT".equals(header.getValue("typ")))) {
      return new Verdict.Forged("header");
    }
    Key key = header.getValue("kid") instanceof String kid ? keys.find(kid, now) : null;
    if (key == null) {
      return new Verdict.Forged("key");
    }
    if (!key.algorithm().equals(header.getValue("alg"))) {
      return new Verdict.Forged("algorithm");
    }
    if (!keys.signed(key, token)) {
      return new Verdict.Forged("signature");
    }
    JsonObject claims = Jose.json(parts.group(2));
    return claims == null ? new Verdict.Forged("claims") : judge(claims, now);
  }

  /** The same, for somebody who is already there or wants into one room. */
  public Verdict verify(String token, RoomId room, ParticipantId participant) {
    Verdict verdict = verify(token);
    return verdict instanceof Verdict.Valid valid
            && !(valid.grant().room().equals(room)
                && (participant == null || valid.grant().participant().equals(participant)))
        ? new Verdict.OtherRoom(valid.grant().room())
        : verdict;
  }

  private Verdict judge(JsonObject claims, Instant now) {
    Grant grant = Claims.read(claims);
    if (grant == null || grant.expiresAt().isAfter(grant.issuedAt().plus(MAX_TTL))) {
      return new Verdict.Forged("claims");
    }
    Instant late = now.plus(LEEWAY);
    if (grant.issuedAt().isAfter(late) || Claims.notBefore(claims).isAfter(late)) {
      return new Verdict.Forged("not_yet");
    }
    if (!now.isBefore(grant.expiresAt().plus(LEEWAY))) {
      return new Verdict.Expired(grant);
    }
    return revocations.covers(grant) ? new Verdict.Revoked(grant) : new Verdict.Valid(grant);
  }
}
