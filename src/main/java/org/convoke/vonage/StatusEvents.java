package org.convoke.vonage;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/**
 * Events as Vonage's event webhooks: {@code status} and what belongs to it under Vonage's names,
 * and beside them ours, which Vonage lacks: {@code event_id} and {@code seq} to recognise
 * repetitions and gaps by, {@code attempt}, {@code type} and {@code data} as the events of our API
 * have them.
 *
 * <p>Vonage has no word for most of our events (a raised hand, a locked room). They have the same
 * common fields and no {@code status}, as Vonage's own errors and transfers have none; an
 * application's event URL is told only {@link #TYPES}, which Vonage's applications know.
 */
public final class StatusEvents {
  /** The events that Vonage has as well. */
  public static final List<String> TYPES =
      List.of(
          "call.started",
          "call.ringing",
          "call.answered",
          "call.completed",
          "call.error",
          "call.transferred");

  /** What befalls a conversation, told to the event URL that a conversation action names. */
  public static final List<String> CONVERSATION_TYPES =
      List.of(
          "room.started",
          "room.ended",
          "participant.waiting",
          "participant.joined",
          "participant.left");

  /** And of its calls: how they began was before they came to it. */
  public static final List<String> CONVERSATION_CALL_TYPES =
      List.of("call.completed", "call.error", "call.transferred");

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Nothing is charged here, and programs read these as numbers. */
  private static final String FREE = "0.00";

  private StatusEvents() {}

  /**
   * An event of ours. Null: room, call, participant and their numbers as it has none.
   *
   * @param data as our API tells it
   */
  public record Told(
      String id,
      String type,
      Instant at,
      RoomId room,
      CallId call,
      ParticipantId participant,
      Long roomSeq,
      Long callSeq,
      Map<String, Object> data) {}

  /** What is known of the event's call; null for what is not. */
  public record Leg(String direction, String from, String to, Instant answeredAt) {}

  /**
   * The fields, in order: text, numbers, booleans, maps, lists and null.
   *
   * @param leg null when the event concerns no call
   * @param attempt 1 for the first
   */
  public static Map<String, Object> fields(Told event, Leg leg, int attempt) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (leg != null) {
      fields.put("from", known(leg.from()));
      fields.put("to", known(leg.to()));
    }
    if (event.call() != null) {
      fields.put("uuid", event.call().value());
    }
    if (event.call() != null || event.room() != null) {
      fields.put("conversation_uuid", conversation(event));
    }
    theirs(fields, event, leg);
    if (leg != null && leg.direction() != null) {
      fields.put("direction", leg.direction());
    }
    fields.put("timestamp", MILLIS.format(event.at()));
    ours(fields, event, attempt);
    return fields;
  }

  private static void theirs(Map<String, Object> fields, Told event, Leg leg) {
    switch (event.type()) {
      case "call.started" -> fields.put("status", "started");
      case "call.ringing" -> fields.put("status", "ringing");
      case "call.answered" -> {
        fields.put("status", "answered");
        fields.put("start_time", null);
        fields.put("rate", null);
        fields.put("network", null);
      }
      case "call.completed" -> completed(fields, event, leg);
      case "call.error" -> fields.put("reason", event.data().get("reason"));
      case "call.transferred" -> {
        fields.put("conversation_uuid_from", ConversationUuid.of(left(event), event.call()));
        fields.put("conversation_uuid_to", conversation(event));
      }
      default -> {
        // No word of Vonage's: told by ours.
      }
    }
  }

  /** The room that the call was in; null: in none, or it is not known. */
  private static RoomId left(Told event) {
    return event.data().get("room_id_from") instanceof String id && RoomId.isRoomId(id)
        ? new RoomId(id)
        : null;
  }

  private static void completed(Map<String, Object> fields, Told event, Leg leg) {
    Instant answeredAt = leg == null ? null : leg.answeredAt();
    boolean outbound = leg != null && "outbound".equals(leg.direction());
    Object cause = event.data().get("cause");
    fields.put("status", answeredAt == null && outbound ? unanswered(cause) : "completed");
    Instant start = answeredAt == null ? event.at() : answeredAt;
    // Clocks may be set: the times count only where nothing else is known.
    long ms =
        event.data().get("duration_ms") instanceof Number known
            ? known.longValue()
            : Duration.between(start, event.at()).toMillis();
    fields.put("start_time", MILLIS.format(start));
    fields.put("end_time", MILLIS.format(event.at()));
    fields.put("duration", Long.toString(Math.max(0, ms) / 1000));
    fields.put("rate", FREE);
    fields.put("price", FREE);
    fields.put("network", null);
    if (event.data().get("sip_code") instanceof Number code && code.intValue() > 0) {
      fields.put("sip_code", code.intValue());
    }
    fields.put(
        "disconnected_by", "caller".equals(event.data().get("ended_by")) ? "user" : "platform");
  }

  /** How a call that we made ended without an answer. */
  private static String unanswered(Object cause) {
    return switch (String.valueOf(cause)) {
      case "busy" -> "busy";
      case "cancelled" -> "cancelled";
      case "rejected", "declined" -> "rejected";
      case "no_answer", "timeout" -> "timeout";
      default -> "failed";
    };
  }

  private static void ours(Map<String, Object> fields, Told event, int attempt) {
    fields.put("event_id", event.id());
    fields.put("type", event.type());
    fields.put("seq", event.roomSeq() == null ? event.callSeq() : event.roomSeq());
    fields.put("room_seq", event.roomSeq());
    fields.put("call_seq", event.callSeq());
    fields.put("room_id", event.room() == null ? null : event.room().value());
    fields.put("call_id", event.call() == null ? null : event.call().value());
    fields.put("participant_id", event.participant() == null ? null : event.participant().value());
    fields.put("occurred_at", MILLIS.format(event.at()));
    fields.put("attempt", attempt);
    fields.put("data", event.data());
  }

  private static String conversation(Told event) {
    return ConversationUuid.of(event.room(), event.call());
  }

  private static String known(String number) {
    return number == null ? null : Line.number(number);
  }
}
