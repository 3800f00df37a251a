package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.convoke.clock.Clock;
import org.convoke.store.ApiKeys;
import org.convoke.store.ApiKeys.ApiKey;

/** {@code /v1/keys}. */
final class KeysHandler {
  private final ApiKeys keys;
  private final Clock clock;

  /** Deletions follow one another: two at once could each take the other for the one that stays. */
  private Future<?> lastDeletion = Future.succeededFuture();

  KeysHandler(ApiKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  void register(Map<String, Endpoint> endpoints) {
    endpoints.put("listKeys", this::list);
    endpoints.put("createKey", this::create);
    endpoints.put("getKey", this::get);
    endpoints.put("deleteKey", this::delete);
  }

  private Future<Answer> list(Ask ask) {
    return keys.list()
        .map(all ->
            Answer.ok(
                Pages.ofAll(
                    ask,
                    "keys",
                    all,
                    key -> Pages.place(key.createdAt(), key.id()),
                    KeysHandler::json)));
  }

  private Future<Answer> get(Ask ask) {
    return keys.list().map(all -> Answer.ok(json(named(all, ask.path("key_id")))));
  }

  private static ApiKey named(List<ApiKey> all, String id) {
    return all.stream()
        .filter(key -> key.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("key"));
  }

  private Future<Answer> create(Ask ask) {
    JsonObject body = ask.body();
    Set<String> scopes = new TreeSet<>();
    body.getJsonArray("scopes").forEach(scope -> scopes.add((String) scope));
    Instant expiresAt = Times.future("expires_at", body.getString("expires_at"), clock.now());
    return keys.create(body.getString("name").strip(), scopes, expiresAt)
        .map(made ->
            Answer.created(
                "/v1/keys/" + made.key().id(), json(made.key()).put("secret", made.secret())));
  }

  private Future<Answer> delete(Ask ask) {
    String id = ask.path("key_id");
    Future<Answer> deletion = lastDeletion.otherwiseEmpty().compose(before -> deleteNow(id));
    lastDeletion = deletion;
    return deletion;
  }

  private Future<Answer> deleteNow(String id) {
    return keys.list()
        .compose(all -> {
          requireAnotherAdmin(all, named(all, id));
          return keys.delete(id);
        })
        .map(deleted -> {
          if (!deleted) {
            throw Problem.notFound("key");
          }
          return Answer.noContent();
        });
  }

  /** One that expires some day does not count: it would leave the bridge without an admin. */
  private static void requireAnotherAdmin(List<ApiKey> all, ApiKey key) {
    boolean another =
        all.stream()
            .anyMatch(other ->
                !other.id().equals(key.id()) && Scopes.isAdmin(other) && other.expiresAt() == null);
    if (Scopes.isAdmin(key) && key.expiresAt() == null && !another) {
      throw Problem.conflict(
          "last_admin_key", "This is the last admin key that does not expire: make another first.");
    }
  }

  private static JsonObject json(ApiKey key) {
    return new JsonObject()
        .put("id", key.id())
        .put("name", key.name())
        .put("scopes", new JsonArray(List.copyOf(new TreeSet<>(key.scopes()))))
        .put("created_at", Times.text(key.createdAt()))
        .put("expires_at", Times.text(key.expiresAt()));
  }
}
