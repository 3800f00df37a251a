package org.convoke.ncco;

import java.util.List;
import java.util.regex.Pattern;
import org.convoke.id.CallId;
import org.convoke.id.RoomId;
import org.convoke.ncco.NccoAction.Conversation;
import org.convoke.ncco.NccoAction.Notify;
import org.convoke.ncco.NccoAction.Stream;
import org.convoke.ncco.NccoAction.Talk;
import org.convoke.ncco.NccoAction.Transfer;
import org.convoke.ncco.NccoAction.Wait;
import org.convoke.vonage.ConversationUuid;

/** Reads the options of each action but input. */
final class ActionParser {
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}");

  /** What a script writes that has no name to write. */
  private static final List<String> NO_NAMES = List.of("undefined", "null", "NaN", "None");

  private ActionParser() {}

  static NccoAction action(String name, Fields fields) {
    return switch (name) {
      case "talk" -> talk(fields);
      case "stream" -> stream(fields);
      case "input" -> InputParser.input(fields);
      case "conversation" -> conversation(fields);
      case "notify" -> notify(fields);
      case "wait" -> pause(fields);
      case "transfer" -> transfer(fields);
      case "connect" -> throw fields.faulty("action", "is not offered: nobody can be called");
      case "record" ->
          throw fields.faulty("action", "is not offered: a call cannot be recorded by itself");
      case "pay" -> throw fields.faulty("action", "is not offered");
      default ->
          throw fields.faulty(
              "action", "must be one of talk, stream, input, conversation, notify, wait, transfer");
    };
  }

  private static Talk talk(Fields fields) {
    String text = fields.text("text", Limits.SSML_MAX);
    if (text == null || text.isBlank()) {
      throw fields.faulty("text", "is required");
    }
    if (spoken(text) > Limits.TEXT_MAX) {
      throw fields.faulty(
          "text", "must have at most %d characters besides tags".formatted(Limits.TEXT_MAX));
    }
    String voice = fields.text("voiceName", Limits.NAME_MAX);
    String language = fields.text("language", Limits.NAME_MAX);
    if (language != null && !LANGUAGE.matcher(language).matches()) {
      throw fields.faulty("language", "must be a language as BCP 47 writes it, such as en-US");
    }
    return new Talk(
        text,
        fields.flag("bargeIn", false),
        fields.whole("loop", 0, Limits.LOOP_MAX, 1),
        fields.number("level", -1, 1, 0),
        language != null ? language : LegacyVoices.language(voice),
        fields.whole("style", 0, Limits.STYLE_MAX, 0),
        fields.flag("premium", false));
  }

  /** Characters that are not of tags, where there are tags at all. */
  private static int spoken(String text) {
    if (!text.stripLeading().startsWith("<speak")) {
      return text.codePointCount(0, text.length());
    }
    int count = 0;
    boolean tag = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      tag |= c == '<';
      count += tag || Character.isLowSurrogate(c) ? 0 : 1;
      tag &= c != '>';
    }
    return count;
  }

  private static Stream stream(Fields fields) {
    String url = fields.url("streamUrl");
    if (url == null) {
      throw fields.faulty("streamUrl", "is required: an array with one URL");
    }
    return new Stream(
        url,
        fields.flag("bargeIn", false),
        fields.whole("loop", 0, Limits.LOOP_MAX, 1),
        fields.number("level", -1, 1, 0));
  }

  private static Conversation conversation(Fields fields) {
    boolean mute = fields.flag("mute", false);
    boolean record = fields.flag("record", false);
    List<CallId> canSpeak = fields.calls("canSpeak");
    if (mute && canSpeak != null) {
      throw fields.faulty("mute", "cannot be combined with canSpeak");
    }
    if (fields.has("transcription") && !record) {
      throw fields.faulty("transcription", "needs record");
    }
    fields.inner("transcription"); // must be an object
    return new Conversation(
        roomName(fields),
        fields.flag("startOnEnter", true),
        fields.flag("endOnExit", false),
        fields.url("musicOnHoldUrl"),
        mute,
        canSpeak,
        fields.calls("canHear"),
        record,
        fields.has("transcription"),
        fields.webhook());
  }

  /** Without a name all who come without one would meet: that is never meant. */
  private static String roomName(Fields fields) {
    String name = fields.text("name", Limits.NAME_MAX);
    if (name == null || name.isBlank()) {
      throw fields.faulty("name", "is required");
    }
    name = name.strip();
    if (NO_NAMES.contains(name)) {
      throw fields.faulty("name", "says that there was no name");
    }
    if (name.codePointCount(0, name.length()) > Limits.CONVERSATION_MAX) {
      throw fields.faulty(
          "name", "must have at most %d characters".formatted(Limits.CONVERSATION_MAX));
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw fields.faulty("name", "must not hold control characters");
    }
    if (name.codePoints().noneMatch(ActionParser::isVisible)) {
      throw fields.faulty("name", "must hold a visible character");
    }
    return name;
  }

  private static boolean isVisible(int point) {
    return Character.getType(point) != Character.FORMAT
        && !Character.isSpaceChar(point)
        && !Character.isWhitespace(point);
  }

  private static Notify notify(Fields fields) {
    if (!fields.has("payload")) {
      throw fields.faulty("payload", "is required");
    }
    fields.inner("payload"); // must be an object
    String payload = Json.write(fields.value("payload"));
    if (payload.length() > Limits.PAYLOAD_MAX) {
      throw fields.faulty(
          "payload", "must have at most %d characters".formatted(Limits.PAYLOAD_MAX));
    }
    Webhook webhook = fields.webhook();
    if (webhook == null) {
      throw fields.faulty("eventUrl", "is required: an array with one URL");
    }
    return new Notify(payload, webhook);
  }

  private static Wait pause(Fields fields) {
    Double seconds = fields.number("timeout", " of seconds");
    double within = seconds == null ? 10 : Math.clamp(seconds, 0.1, 7_200);
    return new Wait((int) Math.round(within * 1_000));
  }

  private static Transfer transfer(Fields fields) {
    String id = fields.text("conversationId", Limits.NAME_MAX);
    if (id == null) {
      throw fields.faulty("conversationId", "is required");
    }
    RoomId room = ConversationUuid.room(id);
    if (room == null) {
      throw fields.faulty(
          "conversationId", "must be the conversation_uuid of a call in a conversation, CON-...");
    }
    boolean mute = fields.flag("mute", false);
    List<CallId> canSpeak = fields.calls("canSpeak");
    if (mute && canSpeak != null) {
      throw fields.faulty("mute", "cannot be combined with canSpeak");
    }
    return new Transfer(room, mute, canSpeak, fields.calls("canHear"));
  }
}
