package org.convoke.web.socket;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.convoke.id.ParticipantId;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.Uuids;

/** Reads the fields of a message; each verdict is a {@link Fault.Refused} that names the field. */
final class Fields {
  static final int MAX_NAME = 80;
  static final int MAX_TEXT = 2000;
  static final int MAX_ID = 64;
  static final int MAX_TOKEN = 16 * 1024;

  private final JsonObject json;

  Fields(JsonObject json) {
    this.json = json;
  }

  /** What to answer under: a text, a finite number, or null when there is none. */
  Object id() {
    Object id = json.getValue("id");
    boolean good =
        switch (id) {
          case null -> true;
          case String text -> text.length() <= MAX_ID;
          case Integer number -> true;
          case Long number -> true;
          case Double number -> Double.isFinite(number);
          default -> false;
        };
    if (!good) {
      throw fault("id", "must be a number, or a text of at most " + MAX_ID + " characters");
    }
    return id;
  }

  boolean has(String field) {
    return json.getValue(field) != null;
  }

  /** A text that must be there and not be empty. */
  String text(String field, int maxLength) {
    String text = optionalText(field, maxLength);
    if (text == null || text.isEmpty()) {
      throw fault(field, "is required: a text");
    }
    return text;
  }

  /** A text, or null when there is none. */
  String optionalText(String field, int maxLength) {
    Object value = json.getValue(field);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      throw fault(field, "must be a text");
    }
    if (text.length() > maxLength) {
      throw fault(field, "must have at most " + maxLength + " characters");
    }
    return text;
  }

  /** A name that others see, or null when there is none. */
  String optionalName() {
    return has("name") ? name() : null;
  }

  /** A name that others see: no trick of the writing may make it look like another's. */
  String name() {
    String name = text("name", Integer.MAX_VALUE).strip();
    requireLength("name", name, MAX_NAME);
    if (name.codePoints().anyMatch(Fields::disturbs)) {
      throw fault("name", "must not hold control or direction characters");
    }
    return name;
  }

  /** What is said to all; lines may be broken. */
  String message() {
    String message = text("text", Integer.MAX_VALUE).strip();
    requireLength("text", message, MAX_TEXT);
    if (message.codePoints().anyMatch(c -> c != '\n' && c != '\t' && hidden(c))) {
      throw fault("text", "must not hold control characters");
    }
    return message;
  }

  private static void requireLength(String field, String text, int max) {
    if (text.isEmpty() || text.codePointCount(0, text.length()) > max) {
      throw fault(field, "must have 1 to " + max + " characters");
    }
  }

  private static boolean disturbs(int c) {
    int type = Character.getType(c);
    return hidden(c)
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /** Control characters, and halves of characters that no encoding can carry. */
  private static boolean hidden(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
  }

  boolean flag(String field) {
    if (!(json.getValue(field) instanceof Boolean flag)) {
      throw fault(field, "is required: true or false");
    }
    return flag;
  }

  boolean flag(String field, boolean otherwise) {
    return has(field) ? flag(field) : otherwise;
  }

  int number(String field, int min, int max) {
    if (json.getValue(field) instanceof Integer number && number >= min && number <= max) {
      return number;
    }
    throw fault(field, "must be a whole number from " + min + " to " + max);
  }

  ParticipantId participant() {
    String id = text("participant_id", MAX_ID);
    if (!Uuids.isUuid(id)) {
      throw fault("participant_id", "must be the id of a participant");
    }
    return new ParticipantId(id);
  }

  ParticipantId optionalParticipant() {
    return has("participant_id") ? participant() : null;
  }

  Role role() {
    String role = text("role", MAX_ID);
    for (Role one : Role.values()) {
      if (one.wire().equals(role)) {
        return one;
      }
    }
    throw fault("role", "must be host, speaker, guest or listener");
  }

  /** Whether the one role that a client may choose was chosen. */
  boolean listener() {
    if (!has("role")) {
      return false;
    }
    if (!text("role", MAX_ID).toLowerCase(Locale.ROOT).equals(Role.LISTENER.wire())) {
      throw fault("role", "can only be listener: more is given by a token or by a host");
    }
    return true;
  }

  Pin optionalPin(String field) {
    String digits = optionalText(field, MAX_ID);
    if (digits == null) {
      return null;
    }
    if (!Pin.isPin(digits)) {
      throw fault(field, "must be 4 to 10 digits");
    }
    return new Pin(digits);
  }

  private static Fault.Refused fault(String field, String message) {
    return Fault.field(field, message).refused();
  }
}
