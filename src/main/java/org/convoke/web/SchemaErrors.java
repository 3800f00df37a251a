package org.convoke.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorErrorType;
import io.vertx.openapi.validation.ValidatorException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convoke.web.Problem.FieldError;

/** Says in plain words, field by field, what the validator found. */
final class SchemaErrors {
  /** The validator names the parameter in its text alone. */
  private static final Pattern PARAMETER =
      Pattern.compile("(?:query|path|header) parameter (\\S+?)\\.?(?: |$)");

  private static final Pattern MISSING = Pattern.compile("required property \"(.*)\"");

  /** These only say that something below them is wrong. */
  private static final Set<String> CONTAINERS = Set.of("properties", "items", "$ref");

  private SchemaErrors() {}

  static Problem problem(Operation operation, ValidatorException failure) {
    Matcher parameter = PARAMETER.matcher(failure.getMessage());
    if (parameter.find()) {
      return parameter(operation, parameter.group(1), failure);
    }
    if (failure instanceof SchemaValidationException invalid) {
      return Problem.fields(errors(invalid.getOutputUnit(), SchemaWords.bodySchema(operation), ""));
    }
    if (failure.type() == ValidatorErrorType.MISSING_REQUIRED_PARAMETER) {
      return Problem.field("body", "is required");
    }
    return JsonShape.malformed("The body is not JSON.");
  }

  private static Problem parameter(Operation operation, String name, ValidatorException failure) {
    if (failure instanceof SchemaValidationException invalid) {
      return Problem.fields(
          errors(invalid.getOutputUnit(), SchemaWords.parameterSchema(operation, name), name));
    }
    return Problem.field(
        name,
        failure.type() == ValidatorErrorType.MISSING_REQUIRED_PARAMETER
            ? "is required"
            : "is malformed");
  }

  /** One error a field, in the order found; the type of a value goes before all else. */
  private static List<FieldError> errors(OutputUnit found, JsonObject schema, String root) {
    Map<String, String> errors = new LinkedHashMap<>();
    for (OutputUnit unit : found.getErrors()) {
      String[] keywords = unit.getKeywordLocation().split("/");
      String keyword = keywords[keywords.length - 1];
      if (CONTAINERS.contains(keyword)) {
        continue;
      }
      if (keyword.equals("additionalProperties")
          && !at(schema, unit.getInstanceLocation()).isEmpty()) {
        // Said of a field that is known when something in it is wrong.
        continue;
      }
      String field = field(root, unit.getInstanceLocation());
      Matcher missing = MISSING.matcher(unit.getError() == null ? "" : unit.getError());
      if (keyword.equals("required") && missing.find()) {
        String key = missing.group(1);
        errors.putIfAbsent(field.isEmpty() ? key : field + "." + key, "is required");
      } else {
        String message = SchemaWords.message(keyword, at(schema, unit.getInstanceLocation()));
        errors.putIfAbsent(field.isEmpty() ? "body" : field, message);
      }
    }
    if (errors.isEmpty()) {
      errors.put(root.isEmpty() ? "body" : root, "does not fit the contract");
    }
    return errors.entrySet().stream()
        .map(error -> new FieldError(error.getKey(), error.getValue()))
        .toList();
  }

  /** {@code #/addresses/0} as {@code addresses[0]}. */
  private static String field(String root, String location) {
    StringBuilder field = new StringBuilder(root);
    for (String step : steps(location)) {
      if (step.matches("\\d+")) {
        field.append('[').append(step).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(step);
      }
    }
    return field.toString();
  }

  private static JsonObject at(JsonObject schema, String location) {
    JsonObject here = schema;
    for (String step : steps(location)) {
      JsonObject properties = here.getJsonObject("properties", new JsonObject());
      JsonObject below =
          step.matches("\\d+") ? here.getJsonObject("items") : properties.getJsonObject(step);
      here = below == null ? new JsonObject() : below;
    }
    return here;
  }

  private static List<String> steps(String location) {
    return java.util.Arrays.stream(location.split("/"))
        .skip(1)
        .map(SchemaErrors::decoded)
        .map(step -> step.replace("~1", "/").replace("~0", "~"))
        .toList();
  }

  /** The validator escapes control characters in the names of fields, a tab as {@code %9}. */
  private static String decoded(String step) {
    try {
      return java.net.URLDecoder.decode(
          step.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IllegalArgumentException asItIs) {
      return step;
    }
  }

  /** The words for each keyword of JSON Schema that the contract uses. */
  private static final class SchemaWords {
    static JsonObject bodySchema(Operation operation) {
      return operation
          .getOpenAPIModel()
          .getJsonObject("requestBody")
          .getJsonObject("content")
          .getJsonObject("application/json")
          .getJsonObject("schema");
    }

    static JsonObject parameterSchema(Operation operation, String name) {
      return operation.getParameters().stream()
          .filter(parameter -> parameter.getName().equals(name))
          .map(parameter -> parameter.getOpenAPIModel().getJsonObject("schema"))
          .findFirst()
          .orElse(new JsonObject());
    }

    static String message(String keyword, JsonObject schema) {
      return switch (keyword) {
        case "additionalProperties" -> "is not known here";
        case "type" -> "must be " + types(schema);
        case "enum" -> "must be one of " + values(schema);
        case "minimum", "maximum" ->
            schema.containsKey("maximum")
                ? "must be from " + schema.getValue("minimum") + " to " + schema.getValue("maximum")
                : "must be at least " + schema.getValue("minimum");
        case "minLength" ->
            "must have at least " + counted(schema.getInteger("minLength"), "character");
        case "maxLength" ->
            "must have at most " + counted(schema.getInteger("maxLength"), "character");
        case "minItems" -> "must have at least " + counted(schema.getInteger("minItems"), "item");
        case "maxItems" -> "must have at most " + counted(schema.getInteger("maxItems"), "item");
        case "uniqueItems" -> "must not name anything twice";
        case "minProperties" ->
            "must give at least " + counted(schema.getInteger("minProperties"), "field");
        case "maxProperties" ->
            "must have at most " + counted(schema.getInteger("maxProperties"), "field");
        case "pattern" -> schema.getString("x-rule", "must match " + schema.getString("pattern"));
        case "format" -> "must be a time such as 2026-05-04T09:30:00Z (RFC 3339)";
        default -> "does not fit the contract (" + keyword + ")";
      };
    }

    private static String counted(int count, String what) {
      return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String types(JsonObject schema) {
      Object type = schema.getValue("type");
      if (type instanceof JsonArray several) {
        List<String> names = several.stream().map(one -> name((String) one)).toList();
        return String.join(" or ", names);
      }
      return type == null ? "of another kind" : name((String) type);
    }

    private static String name(String type) {
      return switch (type) {
        case "string" -> "a text";
        case "integer" -> "a whole number";
        case "number" -> "a number";
        case "boolean" -> "true or false";
        case "array" -> "a list";
        case "object" -> "an object";
        default -> type;
      };
    }

    private static String values(JsonObject schema) {
      return schema.getJsonArray("enum", new JsonArray()).stream()
          .map(String::valueOf)
          .collect(java.util.stream.Collectors.joining(", "));
    }
  }
}
