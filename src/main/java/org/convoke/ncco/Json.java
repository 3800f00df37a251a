package org.convoke.ncco;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON texts (RFC 8259) as trees of Map, List, String, Number, Boolean and null. Of two fields of
 * one name the last counts.
 */
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.NESTING_MAX)
                  .maxStringLength(Limits.PROGRAM_MAX)
                  .maxNameLength(Limits.NAME_MAX)
                  .maxNumberLength(Limits.NUMBER_MAX)
                  .build())
          // Names are the sender's: they must not fill a table that all share.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private Json() {}

  /** A number as it was written. */
  record Number(String literal) {
    double value() {
      return Double.parseDouble(literal);
    }
  }

  /** No JSON, or more of it than is read. The message says where and holds nothing of the text. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  static Object read(String text) throws Malformed {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw malformed(parser);
      }
      return value;
    } catch (JsonProcessingException e) {
      throw e.getLocation() == null
          ? new Malformed("is no JSON")
          : new Malformed(
              "is no JSON at line %d, column %d"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text in memory does not fail
    }
  }

  private static Object value(JsonParser parser) throws IOException, Malformed {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Number(parser.getText());
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      case null -> throw new Malformed("is empty");
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw malformed(parser);
    };
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException, Malformed {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return fields;
  }

  private static List<Object> array(JsonParser parser) throws IOException, Malformed {
    List<Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return items;
  }

  private static Malformed malformed(JsonParser parser) {
    return new Malformed(
        "is no JSON at line %d, column %d"
            .formatted(
                parser.currentLocation().getLineNr(), parser.currentLocation().getColumnNr()));
  }

  /** The text of a tree, without blanks. */
  static String write(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text in memory does not fail
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> fields -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
          out.writeFieldName((String) field.getKey());
          write(out, field.getValue());
        }
        out.writeEndObject();
      }
      case List<?> items -> {
        out.writeStartArray();
        for (Object item : items) {
          write(out, item);
        }
        out.writeEndArray();
      }
      case String text -> out.writeString(text);
      case Number number -> out.writeNumber(number.literal());
      case Boolean flag -> out.writeBoolean(flag);
      case null -> out.writeNull();
      default -> throw new IllegalStateException("not of a tree that was read");
    }
  }
}
