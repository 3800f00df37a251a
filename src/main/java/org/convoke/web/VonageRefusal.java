package org.convoke.web;

import io.vertx.core.json.JsonObject;

/** A request under {@code /vonage} that is refused, told in Vonage's words. It carries no stack. */
final class VonageRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;
  private final String title;

  /**
   * @param type for programs, such as UNAUTHORIZED
   * @param title the same for people
   * @param detail what is wrong this time
   */
  VonageRefusal(int status, String type, String title, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.type = type;
    this.title = title;
  }

  /** 401: there is no token, or it does not count. */
  static VonageRefusal unauthorized(String detail) {
    return new VonageRefusal(401, "UNAUTHORIZED", "Unauthorized", detail);
  }

  /** 403: the token counts, but not for this. */
  static VonageRefusal forbidden(String detail) {
    return new VonageRefusal(403, "FORBIDDEN", "Forbidden", detail);
  }

  int status() {
    return status;
  }

  /**
   * The body: their older services name the title error_title, their newer ones title; both are
   * read by their libraries.
   *
   * @param instance names this one answer
   */
  JsonObject json(String instance) {
    return new JsonObject()
        .put("type", type)
        .put("error_title", title)
        .put("title", title)
        .put("detail", getMessage())
        .put("instance", instance);
  }
}
