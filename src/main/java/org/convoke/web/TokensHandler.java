package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.convoke.clock.Clock;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.Uuids;
import org.convoke.store.Rooms.Room;
import org.convoke.store.TokenKeys.Key;
import org.convoke.token.Grant;
import org.convoke.token.Issued;
import org.convoke.token.KeysGateway;
import org.convoke.token.Tokens;

/** {@code /v1/rooms/{id}/tokens} and {@code /v1/token-keys}. */
final class TokensHandler {
  private static final int TTL_SECONDS = 3600;

  private final RoomsHandler rooms;
  private final Tokens tokens;
  private final KeysGateway keys;
  private final Links links;
  private final Clock clock;

  TokensHandler(RoomsHandler rooms, Tokens tokens, KeysGateway keys, Links links, Clock clock) {
    this.rooms = rooms;
    this.tokens = tokens;
    this.keys = keys;
    this.links = links;
    this.clock = clock;
  }

  void register(Map<String, Endpoint> endpoints) {
    endpoints.put("createToken", ask -> rooms.open(ask).map(room -> create(ask, room)));
    endpoints.put("listTokenKeys", ask -> Future.succeededFuture(list(ask)));
    endpoints.put(
        "rotateTokenKeys", ask -> keys.rotate().map(key -> Answer.created(null, json(key))));
  }

  private Answer create(Ask ask, Room room) {
    JsonObject body = ask.body();
    String name = body.getString("name");
    Issued issued =
        tokens.issue(
            room.id(),
            participant(body.getString("participant_id")),
            Role.valueOf(body.getString("role", "speaker").toUpperCase(Locale.ROOT)),
            name == null ? null : name.strip(),
            Grant.Source.API,
            RoomInput.metadata(body),
            Duration.ofSeconds(body.getInteger("ttl_seconds", TTL_SECONDS)));
    Grant grant = issued.grant();
    return Answer.created(
        null,
        new JsonObject()
            .put("token", issued.token())
            .put("participant_id", grant.participant().value())
            .put("room_id", room.id().value())
            .put("name", grant.name())
            .put("role", grant.role().wire())
            .put("metadata", grant.metadata())
            .put("expires_at", Times.text(grant.expiresAt()))
            // Behind #, for what stands there no browser sends to a server.
            .put("join_url", links.joinUrl(room) + "#token=" + issued.token()));
  }

  private static ParticipantId participant(String id) {
    if (id == null) {
      return ParticipantId.random();
    }
    if (!Uuids.isUuid(id)) {
      throw Problem.field("participant_id", "must be the id of a participant, a UUID");
    }
    return new ParticipantId(id);
  }

  private Answer list(Ask ask) {
    return Answer.ok(
        Pages.ofAll(
            ask,
            "token-keys",
            keys.keyring().keys(clock.now()),
            key -> Pages.place(key.createdAt(), key.kid()),
            TokensHandler::json));
  }

  /** All but the secret. */
  private static JsonObject json(Key key) {
    return new JsonObject()
        .put("kid", key.kid())
        .put("algorithm", key.algorithm())
        .put("signs", key.retiredAt() == null)
        .put("created_at", Times.text(key.createdAt()))
        .put("retired_at", Times.text(key.retiredAt()))
        .put("valid_until", Times.text(key.validUntil()));
  }
}
