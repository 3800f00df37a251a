package org.convoke.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The body of a request under {@code /vonage}, read as leniently as Vonage reads it: its libraries
 * write numbers as texts, one address as a list or as a text, and fields that nobody knows.
 */
final class VonageInput {
  private final JsonObject body;

  private VonageInput(JsonObject body) {
    this.body = body;
  }

  /** Fails with a {@link Problem} 400. */
  static VonageInput of(Buffer text) {
    if (text.length() == 0) {
      return new VonageInput(new JsonObject());
    }
    JsonShape.check(text);
    try {
      return new VonageInput(new JsonObject(text));
    } catch (DecodeException | ClassCastException none) {
      throw Problem.of(ProblemKind.MALFORMED_JSON, "The body must be a JSON object.");
    }
  }

  /** A text; numbers count as their digits. */
  String text(String field) {
    return switch (body.getValue(field)) {
      case String text -> text;
      case Number number -> number.toString();
      case null, default -> throw Problem.field(field, "is required and must be a text");
    };
  }

  /** The same, or null where there is none. */
  String textIfAny(String field) {
    return body.getValue(field) == null ? null : text(field);
  }

  /** From {@code least} to {@code most}; {@code otherwise} where there is none. */
  int number(String field, int least, int most, int otherwise) {
    double value = real(field, least, most, otherwise);
    if (value != Math.rint(value)) {
      throw Problem.field(field, "must be a whole number");
    }
    return (int) value;
  }

  /** As {@link #number}. */
  double real(String field, double least, double most, double otherwise) {
    double value =
        switch (body.getValue(field)) {
          case null -> otherwise;
          case Number number -> number.doubleValue();
          case String text -> parsed(field, text);
          default -> throw Problem.field(field, "must be a number");
        };
    // So that NaN fails as well.
    if (!(value >= least && value <= most)) {
      throw Problem.field(field, "must be from " + plain(least) + " to " + plain(most));
    }
    return value;
  }

  private static String plain(double bound) {
    return Long.toString((long) bound);
  }

  private static double parsed(String field, String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException none) {
      throw Problem.field(field, "must be a number");
    }
  }

  /** One address, as a list of one or by itself. */
  String url(String field) {
    return switch (body.getValue(field)) {
      case String one -> one;
      case JsonArray list when list.size() == 1 && list.getValue(0) instanceof String one -> one;
      case null, default -> throw Problem.field(field, "must be a list of one address");
    };
  }

  boolean has(String field) {
    return body.getValue(field) != null;
  }

  VonageInput object(String field) {
    if (body.getValue(field) instanceof JsonObject object) {
      return new VonageInput(object);
    }
    throw Problem.field(field, "is required and must be an object");
  }

  JsonArray list(String field) {
    if (body.getValue(field) instanceof JsonArray list && !list.isEmpty()) {
      return list;
    }
    throw Problem.field(field, "must be a list that is not empty");
  }

  /** One of {@code words}. */
  String word(String field, List<String> words) {
    String word = text(field);
    if (!words.contains(word)) {
      throw Problem.field(field, "must be one of " + String.join(", ", words));
    }
    return word;
  }
}
