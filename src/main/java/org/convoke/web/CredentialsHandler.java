package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.convoke.store.ApiKeys.ApiKey;
import org.convoke.store.Credentials;
import org.convoke.store.Credentials.Credential;

/** {@code /v1/sip-credentials}: a key sees and ends its own; an admin key sees and ends all. */
final class CredentialsHandler {
  private final Credentials credentials;
  private final Bus bus;

  CredentialsHandler(Credentials credentials, Bus bus) {
    this.credentials = credentials;
    this.bus = bus;
  }

  void register(Map<String, Endpoint> endpoints) {
    endpoints.put("listSipCredentials", this::list);
    endpoints.put("rotateSipCredentials", this::rotate);
    endpoints.put("deleteSipCredential", this::delete);
  }

  private Future<List<Credential>> visible(ApiKey key) {
    return credentials
        .list()
        .map(all ->
            all.stream()
                .filter(one -> Scopes.isAdmin(key) || one.apiKeyId().equals(key.id()))
                .toList());
  }

  private Future<Answer> list(Ask ask) {
    return visible(ask.key())
        .map(all ->
            Answer.ok(
                Pages.ofAll(
                    ask,
                    "sip-credentials",
                    all,
                    one -> Pages.place(one.createdAt(), one.id()),
                    CredentialsHandler::json)));
  }

  private Future<Answer> rotate(Ask ask) {
    return credentials
        .rotate(ask.key().id(), ask.body().getString("algorithm", "MD5"))
        .map(made -> {
          bus.sourcesChanged();
          return Answer.created(null, json(made).put("password", made.password()));
        });
  }

  private Future<Answer> delete(Ask ask) {
    String id = ask.path("credential_id");
    return visible(ask.key())
        .compose(all ->
            all.stream().anyMatch(one -> one.id().equals(id))
                ? credentials.delete(id)
                : Future.succeededFuture(false))
        .map(deleted -> {
          if (!deleted) {
            throw Problem.notFound("credential");
          }
          bus.sourcesChanged();
          return Answer.noContent();
        });
  }

  private static JsonObject json(Credential credential) {
    return new JsonObject()
        .put("id", credential.id())
        .put("api_key_id", credential.apiKeyId())
        .put("username", credential.username())
        .put("algorithm", credential.algorithm())
        .put("created_at", Times.text(credential.createdAt()));
  }
}
