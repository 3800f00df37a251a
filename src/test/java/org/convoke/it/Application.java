package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.convoke.token.ApplicationKeys;

/** Makes applications that need no private key, as one who brings a public key of his own. */
final class Application {
  /**
   * Made here: a bridge that shares a busy machine and has just begun takes long to make a pair.
   */
  private static final String PUBLIC_KEY = ApplicationKeys.generate().publicKey();

  private Application() {}

  /** An application by its draft, and a number that leads to it; its id. */
  static String make(Bridge bridge, JsonObject draft, String number) {
    JsonObject whole = draft.copy().put("public_key", PUBLIC_KEY);
    Bridge.Answer made = bridge.request("POST", "/v1/applications", whole);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    String id = made.json().getString("id");
    JsonObject leading = new JsonObject().put("number", number).put("application_id", id);
    Bridge.Answer numbered = bridge.request("POST", "/v1/numbers", leading);
    assertThat(numbered.status()).as(numbered.body()).isEqualTo(201);
    return id;
  }
}
