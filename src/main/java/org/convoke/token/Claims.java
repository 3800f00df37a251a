package org.convoke.token;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.id.Uuids;

/** Between a {@link Grant} and the claims of a token (RFC 7519 §4). */
final class Claims {
  static final String ISSUER = "convoke";
  static final String AUDIENCE = "convoke:rooms";

  /** 9999-12-31: a time behind it is nonsense and might overflow. */
  private static final long MAX_SECONDS = 253_402_300_799L;

  private Claims() {}

  static JsonObject of(Grant grant, String id) {
    JsonObject claims =
        new JsonObject()
            .put("iss", ISSUER)
            .put("aud", AUDIENCE)
            .put("sub", grant.participant().value())
            .put("jti", id)
            .put("iat", grant.issuedAt().getEpochSecond())
            .put("nbf", grant.issuedAt().getEpochSecond())
            .put("exp", grant.expiresAt().getEpochSecond())
            .put("room", grant.room().value())
            .put("role", grant.role().wire())
            .put("src", grant.source().name().toLowerCase(Locale.ROOT));
    if (grant.name() != null) {
      claims.put("name", grant.name());
    }
    if (!grant.metadata().isEmpty()) {
      claims.put("metadata", grant.metadata());
    }
    return claims;
  }

  /** The grant, or null when a claim is missing or not as we write it. */
  static Grant read(JsonObject claims) {
    Instant issuedAt = time(claims, "iat");
    Instant expiresAt = time(claims, "exp");
    Role role = oneOf(Role.values(), claims.getValue("role"));
    Grant.Source source = oneOf(Grant.Source.values(), claims.getValue("src"));
    if (!ISSUER.equals(claims.getValue("iss"))
        || !isForUs(claims.getValue("aud"))
        || issuedAt == null
        || expiresAt == null
        || time(claims, "nbf") == null
        || !(claims.getValue("sub") instanceof String participant && Uuids.isUuid(participant))
        || !(claims.getValue("room") instanceof String room && RoomId.isRoomId(room))
        || role == null
        || source == null
        || !isName(claims.getValue("name"))
        || !(claims.getValue("metadata", new JsonObject()) instanceof JsonObject metadata)) {
      return null;
    }
    return new Grant(
        new RoomId(room),
        new ParticipantId(participant),
        role,
        claims.getString("name"),
        source,
        metadata,
        issuedAt,
        expiresAt);
  }

  static Instant notBefore(JsonObject claims) {
    return time(claims, "nbf");
  }

  private static boolean isForUs(Object audience) {
    return AUDIENCE.equals(audience)
        || (audience instanceof JsonArray several && several.contains(AUDIENCE));
  }

  private static boolean isName(Object name) {
    return name == null || (name instanceof String text && text.length() <= Grant.MAX_NAME);
  }

  /** Whole seconds, or null. */
  private static Instant time(JsonObject claims, String name) {
    return claims.getValue(name) instanceof Number number
            && (number instanceof Integer || number instanceof Long)
            && number.longValue() >= 0
            && number.longValue() <= MAX_SECONDS
        ? Instant.ofEpochSecond(number.longValue())
        : null;
  }

  private static <T extends Enum<T>> T oneOf(T[] values, Object wire) {
    for (T value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(wire)) {
        return value;
      }
    }
    return null;
  }
}
