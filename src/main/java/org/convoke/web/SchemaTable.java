package org.convoke.web;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Schemas of the contract as rows of a table, and examples made from them. */
final class SchemaTable {
  private final JsonObject document;

  SchemaTable(JsonObject document) {
    this.document = document;
  }

  /** What a {@code $ref} points to, or the object itself. */
  JsonObject resolved(JsonObject model) {
    String ref = model.getString("$ref");
    if (ref == null) {
      return model;
    }
    JsonObject here = document;
    for (String step : ref.substring(2).split("/")) {
      here = here.getJsonObject(step);
    }
    return resolved(here);
  }

  /**
   * A table of an object's fields; nothing for what is no object. Pages show their items' fields.
   */
  void fields(StringBuilder html, JsonObject schema) {
    JsonObject whole = resolved(schema);
    JsonObject properties = whole.getJsonObject("properties");
    if (properties == null) {
      return;
    }
    if (properties.containsKey("items") && properties.containsKey("next")) {
      html.append("<p><code>items</code> holds:</p>\n");
      fields(html, resolved(properties.getJsonObject("items")).getJsonObject("items"));
      return;
    }
    JsonArray required = whole.getJsonArray("required", new JsonArray());
    // In answers every field is required; saying so on each line would only be noise.
    boolean request = whole.containsKey("additionalProperties");
    html.append("<table>\n");
    for (var field : properties) {
      JsonObject below = (JsonObject) field.getValue();
      boolean needed = request && required.contains(field.getKey());
      String description = resolved(below).getString("description", "");
      row(html, field.getKey(), needed, below, description);
    }
    html.append("</table>\n");
  }

  void row(StringBuilder html, String name, boolean required, JsonObject model, String text) {
    JsonObject schema = resolved(model);
    html.append("<tr><td><code>").append(Html.escape(name)).append("</code>");
    html.append(required ? " <span class=\"required\">required</span>" : "").append("</td><td>");
    html.append(Html.escape(String.join(", ", kind(schema)))).append("</td><td>");
    html.append(Html.inline(text.strip())).append("</td></tr>\n");
  }

  private List<String> kind(JsonObject schema) {
    List<String> words = new ArrayList<>();
    Object type = schema.getValue("type");
    if (schema.containsKey("enum")) {
      List<String> values = schema.getJsonArray("enum").stream().map(String::valueOf).toList();
      words.add(String.join(" | ", values));
    } else if (type instanceof JsonArray several) {
      words.add(String.join(" or ", several.stream().map(String::valueOf).toList()));
    } else if ("array".equals(type)) {
      JsonObject items = resolved(schema.getJsonObject("items"));
      words.add("list of " + String.join(", ", kind(items)));
    } else {
      words.add(String.valueOf(type));
    }
    if (schema.containsKey("format")) {
      words.add(schema.getString("format"));
    }
    if (schema.containsKey("minimum") && schema.containsKey("maximum")) {
      words.add(schema.getValue("minimum") + " to " + schema.getValue("maximum"));
    }
    if (schema.containsKey("maxLength")) {
      words.add("at most " + schema.getValue("maxLength") + " characters");
    }
    if (schema.containsKey("default")) {
      words.add("default " + schema.getValue("default"));
    }
    return words;
  }

  /** {@code given}, or the schema's own example, or one made of the examples of its parts. */
  String example(JsonObject schema, Object given) {
    Object example = given != null ? given : made(resolved(schema));
    return example instanceof String text ? text : Json.encodePrettily(example);
  }

  private Object made(JsonObject schema) {
    if (schema.containsKey("example")) {
      return schema.getValue("example");
    }
    JsonObject properties = schema.getJsonObject("properties");
    if (properties == null) {
      return scalar(schema);
    }
    JsonObject made = new JsonObject();
    for (var field : properties) {
      made.put(field.getKey(), made(resolved((JsonObject) field.getValue())));
    }
    return made;
  }

  private Object scalar(JsonObject schema) {
    if (schema.containsKey("enum")) {
      return schema.getJsonArray("enum").getValue(0);
    }
    return switch (String.valueOf(schema.getValue("type"))) {
      case "array" -> new JsonArray().add(made(resolved(schema.getJsonObject("items"))));
      case "integer", "number" -> 0;
      case "boolean" -> false;
      case "object" -> new JsonObject();
      case "string" ->
          "date-time".equals(schema.getString("format")) ? "2026-05-04T09:30:00.000Z" : "...";
      default -> null;
    };
  }
}
