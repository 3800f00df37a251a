package org.convoke.web;

import io.vertx.core.json.JsonObject;

/**
 * What a handler answers.
 *
 * @param location of what was made, or null
 * @param body null for none
 */
record Answer(int status, String location, JsonObject body) {
  static Answer ok(JsonObject body) {
    return new Answer(200, null, body);
  }

  static Answer created(String location, JsonObject body) {
    return new Answer(201, location, body);
  }

  static Answer noContent() {
    return new Answer(204, null, null);
  }

  /** It may hold a PIN or a secret. */
  @Override
  public String toString() {
    return "Answer[" + status + "]";
  }
}
