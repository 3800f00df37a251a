package org.convoke.web.socket;

import static java.util.Map.entry;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes a {@link Request} of a message, or a verdict that names the field. Fields that are not
 * known are ignored, so that newer clients can talk to older bridges; unknown types are refused.
 */
final class RequestParser {
  /** Deeper than any message, shallower than what costs a parser its stack. */
  static final int MAX_DEPTH = 16;

  /** A request, or what is wrong with the message. */
  sealed interface Parsed {
    record Good(Request request) implements Parsed {}

    /** {@code id} null where it could not be read. */
    record Bad(Object id, Fault fault) implements Parsed {}
  }

  private static final int MAX_SDP = 64 * 1024;

  private static final Map<String, Function<Fields, Request>> TYPES =
      Map.ofEntries(
          entry("authenticate", RequestParser::authenticate),
          entry("join", RequestParser::join),
          entry("offer", in -> new Request.Offer(in.id(), in.text("offer", MAX_SDP))),
          entry("leave", in -> new Request.Leave(in.id())),
          entry("mute", in -> new Request.Mute(in.id(), true)),
          entry("unmute", in -> new Request.Mute(in.id(), false)),
          entry("hold", in -> new Request.Hold(in.id(), in.flag("held"))),
          entry("raise_hand", in -> new Request.RaiseHand(in.id(), in.flag("raised"))),
          entry("set_name", in -> new Request.SetName(in.id(), in.name())),
          entry("send_text", in -> new Request.SendText(in.id(), in.message())),
          entry("snapshot", in -> new Request.Snapshot(in.id())),
          entry("ping", in -> new Request.Ping(in.id())),
          entry("merge_code", in -> new Request.MergeCode(in.id())),
          entry(
              "renew",
              in -> new Request.Renew(in.id(), in.optionalText("token", Fields.MAX_TOKEN))),
          entry(
              "mute_participant",
              in -> new Request.MuteParticipant(in.id(), in.participant(), in.flag("muted"))),
          entry("lower_hand", in -> new Request.LowerHand(in.id(), in.participant())),
          entry("mute_all", in -> new Request.MuteAll(in.id(), in.flag("muted"))),
          entry("remove", in -> new Request.Remove(in.id(), in.participant())),
          entry("admit", in -> new Request.Admit(in.id(), in.optionalParticipant())),
          entry("lock", in -> new Request.Lock(in.id(), in.flag("locked"))),
          entry("end", in -> new Request.End(in.id())),
          entry("set_role", in -> new Request.SetRole(in.id(), in.participant(), in.role())),
          entry(
              "set_volume",
              in ->
                  new Request.SetVolume(
                      in.id(), in.participant(), in.number("volume_db", -40, 20))),
          entry("new_pin", in -> new Request.NewPin(in.id())));

  private RequestParser() {}

  /** Every type there is. */
  static Set<String> types() {
    return TYPES.keySet();
  }

  static Parsed parse(String text) {
    if (depth(text) > MAX_DEPTH) {
      return invalidJson("The message is nested more than " + MAX_DEPTH + " deep.");
    }
    Object value;
    try {
      value = Json.decodeValue(text);
    } catch (DecodeException malformed) {
      return invalidJson("The message is not JSON.");
    }
    if (!(value instanceof JsonObject json)) {
      return invalidJson("A message is a JSON object.");
    }
    return parse(json);
  }

  private static Parsed parse(JsonObject json) {
    Fields fields = new Fields(json);
    Object id = null;
    try {
      id = fields.id();
      String type = fields.text("type", Integer.MAX_VALUE);
      Function<Fields, Request> reader = TYPES.get(type);
      if (reader == null) {
        String message = "No message of this type is known.";
        return new Parsed.Bad(id, Fault.of(FaultCode.UNKNOWN_TYPE, message).at("type"));
      }
      return new Parsed.Good(reader.apply(fields));
    } catch (Fault.Refused refused) {
      return new Parsed.Bad(id, refused.fault());
    }
  }

  private static Request authenticate(Fields in) {
    String token = in.optionalText("token", Fields.MAX_TOKEN);
    String room = in.optionalText("room", Fields.MAX_ID);
    if (token == null && room == null) {
      throw Fault.field("token", "is required, or room: the name that the room's link ends with")
          .refused();
    }
    if (token != null && room != null) {
      throw Fault.field("room", "must not come with a token, which names its room").refused();
    }
    return new Request.Authenticate(in.id(), token, room);
  }

  private static Request join(Fields in) {
    return new Request.Join(
        in.id(),
        in.optionalName(),
        in.text("offer", MAX_SDP),
        in.flag("muted", false),
        in.listener(),
        in.optionalPin("host_pin"));
  }

  /** How deep brackets are nested, whether the rest is JSON or not. */
  private static int depth(String text) {
    int depth = 0;
    int deepest = 0;
    boolean inText = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inText) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          inText = false;
        }
      } else if (c == '"') {
        inText = true;
      } else if (c == '{' || c == '[') {
        deepest = Math.max(deepest, ++depth);
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
    return deepest;
  }

  private static Parsed invalidJson(String message) {
    return new Parsed.Bad(null, Fault.of(FaultCode.INVALID_JSON, message));
  }
}
