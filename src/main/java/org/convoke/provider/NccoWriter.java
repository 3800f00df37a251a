package org.convoke.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;

/** Replies as a Vonage NCCO, a JSON array of actions. */
final class NccoWriter {
  private static final JsonFactory JSON = new JsonFactory();

  /** The longest that Vonage waits for a key. */
  private static final int MAX_TIMEOUT_S = 10;

  private static final int MAX_DIGITS = 20;

  private NccoWriter() {}

  static String write(Reply reply, String language) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartArray();
      switch (reply) {
        case Reply.Gather gather -> {
          pause(json, gather.pauseS());
          if (!gather.text().isEmpty()) {
            talk(json, gather.text(), language, true);
          }
          input(json, gather);
        }
        case Reply.Connect connect -> {
          pause(json, connect.pauseS());
          connect(json, connect);
        }
        case Reply.End end -> {
          pause(json, end.pauseS());
          talk(json, end.text(), language, false);
        }
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new AssertionError("nothing fails in memory", e);
    }
    return text.toString();
  }

  private static void pause(JsonGenerator json, int seconds) throws IOException {
    if (seconds > 0) {
      json.writeStartObject();
      json.writeStringField("action", "wait");
      json.writeNumberField("timeout", seconds);
      json.writeEndObject();
    }
  }

  private static void talk(JsonGenerator json, String text, String language, boolean bargeIn)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("action", "talk");
    json.writeStringField("text", text);
    json.writeStringField("language", language);
    json.writeBooleanField("bargeIn", bargeIn);
    json.writeEndObject();
  }

  private static void input(JsonGenerator json, Reply.Gather gather) throws IOException {
    json.writeStartObject();
    json.writeStringField("action", "input");
    json.writeArrayFieldStart("type");
    json.writeString("dtmf");
    json.writeEndArray();
    json.writeObjectFieldStart("dtmf");
    json.writeNumberField("maxDigits", gather.digits() == 0 ? MAX_DIGITS : gather.digits());
    json.writeNumberField("timeOut", Math.min(MAX_TIMEOUT_S, gather.firstS()));
    json.writeBooleanField("submitOnHash", true);
    json.writeEndObject();
    json.writeArrayFieldStart("eventUrl");
    json.writeString(gather.action());
    json.writeEndArray();
    json.writeStringField("eventMethod", "POST");
    json.writeEndObject();
  }

  private static void connect(JsonGenerator json, Reply.Connect connect) throws IOException {
    json.writeStartObject();
    json.writeStringField("action", "connect");
    json.writeStringField("from", connect.from());
    json.writeArrayFieldStart("endpoint");
    json.writeStartObject();
    json.writeStringField("type", "sip");
    json.writeStringField("uri", connect.sipUri());
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }
}
