package org.convoke.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.convoke.store.Conflict;

/** A request that cannot be answered as it wished, as RFC 9457 says it. It carries no stack. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with one field, parameter or header of the request. */
  record FieldError(String field, String message) {}

  private final transient ProblemKind kind;
  private final String code;
  private final transient List<FieldError> errors;
  private final transient Map<String, String> headers;

  private Problem(
      ProblemKind kind,
      String code,
      String detail,
      List<FieldError> errors,
      Map<String, String> headers) {
    super(detail, null, false, false);
    this.kind = kind;
    this.code = code;
    this.errors = List.copyOf(errors);
    this.headers = Map.copyOf(headers);
  }

  static Problem of(ProblemKind kind, String detail) {
    return new Problem(kind, kind.code(), detail, List.of(), Map.of());
  }

  static Problem notFound(String what) {
    return of(ProblemKind.NOT_FOUND, "There is no such " + what + ".");
  }

  /** 400 for one field. */
  static Problem field(String field, String message) {
    return fields(List.of(new FieldError(field, message)));
  }

  /** 400 for at least one field. */
  static Problem fields(List<FieldError> errors) {
    FieldError first = errors.getFirst();
    String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
    return new Problem(
        ProblemKind.INVALID_REQUEST,
        ProblemKind.INVALID_REQUEST.code(),
        first.field() + ": " + first.message() + more,
        errors,
        Map.of());
  }

  /** 422 for one field: it is of the right kind, and yet cannot be taken. */
  static Problem unprocessable(String field, String message) {
    return new Problem(
        ProblemKind.INVALID_VALUE,
        ProblemKind.INVALID_VALUE.code(),
        field + ": " + message,
        List.of(new FieldError(field, message)),
        Map.of());
  }

  /** The same where the request has another name for the field. */
  Problem renamed(String field, String asked) {
    boolean named = errors.size() == 1 && errors.getFirst().field().equals(field);
    return named ? unprocessable(asked, errors.getFirst().message()) : this;
  }

  /** 409 with a code of its own. */
  static Problem conflict(String code, String detail) {
    return new Problem(ProblemKind.CONFLICT, code, detail, List.of(), Map.of());
  }

  static Problem conflict(Conflict conflict) {
    return new Problem(
        ProblemKind.CONFLICT,
        conflict.code(),
        conflict.getMessage(),
        List.of(new FieldError(conflict.field(), conflict.getMessage())),
        Map.of());
  }

  /** 503: something that we need is away; trying again soon is worth it. */
  static Problem unavailable(String detail) {
    return of(ProblemKind.UNAVAILABLE, detail).with("Retry-After", "2");
  }

  /** The same with one more response header. */
  Problem with(String header, String value) {
    Map<String, String> more = new java.util.HashMap<>(headers);
    more.put(header, value);
    return new Problem(kind, code, getMessage(), errors, more);
  }

  int status() {
    return kind.status();
  }

  String code() {
    return code;
  }

  List<FieldError> errors() {
    return errors;
  }

  Map<String, String> headers() {
    return headers;
  }

  /**
   * The document.
   *
   * @param baseUrl where the readable page of the API is, without a slash at its end
   * @param path that was asked for
   */
  JsonObject json(String baseUrl, String path) {
    JsonObject json =
        new JsonObject()
            .put("type", baseUrl + "/docs#problem-" + code)
            .put("title", kind.title())
            .put("status", kind.status())
            .put("code", code)
            .put("detail", getMessage())
            .put("instance", path);
    if (!errors.isEmpty()) {
      JsonArray list = new JsonArray();
      errors.forEach(error ->
          list.add(new JsonObject().put("field", error.field()).put("message", error.message())));
      json.put("errors", list);
    }
    return json;
  }
}
