package org.convoke.vonage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.Map;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.convoke.vonage.StatusEvents.Leg;
import org.convoke.vonage.StatusEvents.Told;
import org.junit.jupiter.api.Test;

class StatusEventsTest {
  private static final Instant AT = Instant.parse("2026-05-04T09:30:00.250Z");
  private static final String EVENT = "0198c1f0-3a52-7bd1-9e3e-5f2b7a1c0d4e";
  private static final CallId CALL = new CallId("0198c1f0-0000-7bd1-9e3e-5f2b7a1c0d4e");
  private static final RoomId ROOM = new RoomId("abcd-efgh-jkmn");
  private static final ParticipantId PARTICIPANT = ParticipantId.random();
  private static final Leg LEG = new Leg("inbound", "+4930123456", "1000", null);

  @Test
  void aCallThatStartsHasVonagesFieldsAndOursBesideThem() {
    Map<String, Object> fields = fields("call.started", null, Map.of("transport", "udp"), LEG);
    assertThat(fields)
        .containsExactly(
            entry("from", "4930123456"),
            entry("to", "1000"),
            entry("uuid", CALL.value()),
            entry("conversation_uuid", "CON-" + CALL.value()),
            entry("status", "started"),
            entry("direction", "inbound"),
            entry("timestamp", "2026-05-04T09:30:00.250Z"),
            entry("event_id", EVENT),
            entry("type", "call.started"),
            entry("seq", 3L),
            entry("room_seq", null),
            entry("call_seq", 3L),
            entry("room_id", null),
            entry("call_id", CALL.value()),
            entry("participant_id", PARTICIPANT.value()),
            entry("occurred_at", "2026-05-04T09:30:00.250Z"),
            entry("attempt", 2),
            entry("data", Map.of("transport", "udp")));
  }

  @Test
  void anAnsweredCallHasTheFieldsThatVonageLeavesNull() {
    assertThat(fields("call.answered", null, Map.of(), LEG))
        .containsEntry("status", "answered")
        .containsEntry("start_time", null)
        .containsEntry("rate", null)
        .containsEntry("network", null);
  }

  @Test
  void aClockThatWasSetMakesNoCallLongerOrShorter() {
    Map<String, Object> data = Map.of("cause", "caller_hung_up", "duration_ms", 61_400L);
    for (int seconds : new int[] {-86_400, 0, 3600}) {
      Leg answered = new Leg("inbound", "alice", "+1000", AT.plusSeconds(seconds));
      assertThat(fields("call.completed", ROOM, data, answered)).containsEntry("duration", "61");
    }
  }

  @Test
  void aCompletedCallTellsHowLongItLastedAndWhoEndedIt() {
    Leg answered = new Leg("inbound", "alice", "+1000", AT.minusMillis(61_400));
    Map<String, Object> data = Map.of("cause", "caller_hung_up", "ended_by", "caller");
    assertThat(fields("call.completed", ROOM, data, answered))
        .containsEntry("status", "completed")
        .containsEntry("from", "alice")
        .containsEntry("to", "1000")
        .containsEntry("conversation_uuid", "CON-" + ROOM)
        .containsEntry("start_time", "2026-05-04T09:28:58.850Z")
        .containsEntry("end_time", "2026-05-04T09:30:00.250Z")
        .containsEntry("duration", "61")
        .containsEntry("rate", "0.00")
        .containsEntry("price", "0.00")
        .containsEntry("disconnected_by", "user")
        .doesNotContainKey("sip_code");
    assertThat(
            fields(
                "call.completed",
                null,
                Map.of("cause", "media_timeout", "ended_by", "bridge", "sip_code", 486),
                LEG))
        .containsEntry("status", "completed")
        .containsEntry("duration", "0")
        .containsEntry("sip_code", 486)
        .containsEntry("disconnected_by", "platform");
  }

  @Test
  void onlyACallThatWeMadeEndsUnanswered() {
    Leg outbound = new Leg("outbound", "1000", "4930", null);
    assertThat(fields("call.completed", null, Map.of("cause", "busy"), outbound))
        .containsEntry("status", "busy");
    assertThat(fields("call.completed", null, Map.of("cause", "what"), outbound))
        .containsEntry("status", "failed");
    assertThat(fields("call.completed", null, Map.of("cause", "cancelled"), LEG))
        .containsEntry("status", "completed");
  }

  @Test
  void errorsAndTransfersHaveNoStatus() {
    assertThat(fields("call.error", null, Map.of("reason", "no such action"), LEG))
        .containsEntry("reason", "no such action")
        .doesNotContainKey("status");
    assertThat(fields("call.transferred", ROOM, Map.of("by", "api"), LEG))
        .containsEntry("conversation_uuid_from", "CON-" + CALL)
        .containsEntry("conversation_uuid_to", "CON-" + ROOM)
        .doesNotContainKey("status");
  }

  @Test
  void aTransferNamesTheConversationThatTheCallCameFrom() {
    RoomId before = RoomId.random();
    Map<String, Object> data = Map.of("by", "api", "room_id_from", before.value());
    assertThat(fields("call.transferred", ROOM, data, LEG))
        .containsEntry("conversation_uuid_from", "CON-" + before)
        .containsEntry("conversation_uuid_to", "CON-" + ROOM);
    assertThat(fields("call.transferred", null, data, LEG))
        .containsEntry("conversation_uuid_from", "CON-" + before)
        .containsEntry("conversation_uuid_to", "CON-" + CALL);
  }

  @Test
  void whatVonageHasNoWordForIsToldByOurs() {
    Told locked =
        new Told(EVENT, "room.locked", AT, ROOM, null, null, 7L, null, Map.of("by", "host"));
    assertThat(StatusEvents.fields(locked, null, 1))
        .doesNotContainKeys("status", "uuid", "from", "to", "direction")
        .containsEntry("conversation_uuid", "CON-" + ROOM)
        .containsEntry("type", "room.locked")
        .containsEntry("seq", 7L)
        .containsEntry("data", Map.of("by", "host"));
    Told test = new Told(EVENT, "webhook.test", AT, null, null, null, null, null, Map.of());
    assertThat(StatusEvents.fields(test, null, 1))
        .doesNotContainKey("conversation_uuid")
        .containsEntry("seq", null);
  }

  private static Map<String, Object> fields(
      String type, RoomId room, Map<String, Object> data, Leg leg) {
    Told told =
        new Told(EVENT, type, AT, room, CALL, PARTICIPANT, room == null ? null : 9L, 3L, data);
    return StatusEvents.fields(told, leg, 2);
  }
}
