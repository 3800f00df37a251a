package org.convoke.web;

/**
 * The kinds of problems that requests end with; the contract's {@code x-problems} explains each.
 */
enum ProblemKind {
  INVALID_REQUEST(400, "invalid_request", "Invalid request"),
  MALFORMED_JSON(400, "malformed_json", "Malformed JSON"),
  UNAUTHORIZED(401, "unauthorized", "Unauthorized"),
  FORBIDDEN(403, "forbidden", "Forbidden"),
  NOT_FOUND(404, "not_found", "Not found"),
  METHOD_NOT_ALLOWED(405, "method_not_allowed", "Method not allowed"),
  CONFLICT(409, "conflict", "Conflict"),
  BODY_TOO_LARGE(413, "body_too_large", "Body too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported_media_type", "Unsupported media type"),
  INVALID_VALUE(422, "invalid_value", "Invalid value"),
  IDEMPOTENCY_MISMATCH(422, "idempotency_mismatch", "Idempotency-Key used before"),
  TOO_MANY_STREAMS(429, "too_many_streams", "Too many streams"),
  INTERNAL_ERROR(500, "internal_error", "Internal error"),
  NOT_IMPLEMENTED(501, "not_implemented", "Not implemented"),
  UNAVAILABLE(503, "unavailable", "Unavailable");

  private final int status;
  private final String code;
  private final String title;

  ProblemKind(int status, String code, String title) {
    this.status = status;
    this.code = code;
    this.title = title;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String title() {
    return title;
  }
}
