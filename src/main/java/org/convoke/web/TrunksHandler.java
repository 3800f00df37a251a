package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.convoke.store.Trunks;
import org.convoke.store.Trunks.Trunk;

/** {@code /v1/trunks}. After each change the sip verticle reads them again. */
final class TrunksHandler {
  private final Trunks trunks;
  private final Bus bus;

  TrunksHandler(Trunks trunks, Bus bus) {
    this.trunks = trunks;
    this.bus = bus;
  }

  void register(Map<String, Endpoint> endpoints) {
    endpoints.put("listTrunks", this::list);
    endpoints.put("createTrunk", this::create);
    endpoints.put("getTrunk", ask -> existing(ask).map(trunk -> Answer.ok(json(trunk))));
    endpoints.put("updateTrunk", this::update);
    endpoints.put("deleteTrunk", this::delete);
  }

  private Future<Answer> list(Ask ask) {
    return trunks
        .list()
        .map(all ->
            Answer.ok(
                Pages.ofAll(
                    ask,
                    "trunks",
                    all,
                    trunk -> Pages.place(trunk.createdAt(), trunk.id()),
                    TrunksHandler::json)));
  }

  private Future<Trunk> existing(Ask ask) {
    return trunks.find(ask.path("trunk_id")).map(found -> found.orElseThrow(TrunksHandler::none));
  }

  private static Problem none() {
    return Problem.notFound("trunk");
  }

  private Future<Answer> create(Ask ask) {
    Trunk draft =
        new Trunk(null, null, List.of(), null, null, "MD5", Trunks.Srtp.OPTIONAL, true, null);
    return trunks
        .create(changed(draft, ask.body()))
        .map(trunk -> {
          bus.sourcesChanged();
          return Answer.created("/v1/trunks/" + trunk.id(), json(trunk));
        });
  }

  private Future<Answer> update(Ask ask) {
    return existing(ask)
        .compose(trunk -> trunks.update(changed(trunk, ask.body())))
        .map(updated -> {
          Trunk trunk = updated.orElseThrow(TrunksHandler::none);
          bus.sourcesChanged();
          return Answer.ok(json(trunk));
        });
  }

  private Future<Answer> delete(Ask ask) {
    return trunks
        .delete(ask.path("trunk_id"))
        .map(deleted -> {
          if (!deleted) {
            throw none();
          }
          bus.sourcesChanged();
          return Answer.noContent();
        });
  }

  /** {@code trunk} with what {@code body} gives. */
  static Trunk changed(Trunk trunk, JsonObject body) {
    String username = body.containsKey("username") ? body.getString("username") : trunk.username();
    String password = body.containsKey("password") ? body.getString("password") : trunk.password();
    // Taking the user name away takes the password along: alone it opens nothing.
    if (username == null && body.containsKey("username") && !body.containsKey("password")) {
      password = null;
    }
    Trunk changed =
        new Trunk(
            trunk.id(),
            body.containsKey("name") ? body.getString("name").strip() : trunk.name(),
            body.containsKey("addresses")
                ? addresses(body.getJsonArray("addresses"))
                : trunk.addresses(),
            username,
            password,
            body.getString("algorithm", trunk.algorithm()),
            body.containsKey("srtp")
                ? Trunks.Srtp.valueOf(body.getString("srtp").toUpperCase(Locale.ROOT))
                : trunk.srtp(),
            body.getBoolean("enabled", trunk.enabled()),
            trunk.createdAt());
    requireSource(changed);
    return changed;
  }

  private static void requireSource(Trunk trunk) {
    if ((trunk.username() == null) != (trunk.password() == null)) {
      throw Problem.field(
          trunk.username() == null ? "username" : "password",
          "is required: user name and password go together");
    }
    if (trunk.addresses().isEmpty() && trunk.username() == null) {
      throw Problem.field("addresses", "must not be empty for a trunk without a user name");
    }
  }

  private static List<String> addresses(JsonArray given) {
    List<String> addresses = new java.util.ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      try {
        String range = Cidr.canonical(given.getString(i));
        if (!addresses.contains(range)) {
          addresses.add(range);
        }
      } catch (IllegalArgumentException wrong) {
        throw Problem.field("addresses[" + i + "]", wrong.getMessage());
      }
    }
    return addresses;
  }

  private static JsonObject json(Trunk trunk) {
    return new JsonObject()
        .put("id", trunk.id())
        .put("name", trunk.name())
        .put("addresses", new JsonArray(trunk.addresses()))
        .put("username", trunk.username())
        .put("algorithm", trunk.algorithm())
        .put("srtp", trunk.srtp().name().toLowerCase(Locale.ROOT))
        .put("enabled", trunk.enabled())
        .put("created_at", Times.text(trunk.createdAt()));
  }
}
