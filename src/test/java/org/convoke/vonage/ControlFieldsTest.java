package org.convoke.vonage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.PhoneNumber;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;

class ControlFieldsTest {
  private static final CallId CALL = CallId.random();
  private static final RoomId ROOM = RoomId.random();
  private static final ApplicationId APP = ApplicationId.random();
  private static final Instant AT = Instant.parse("2026-02-03T04:05:06.007Z");

  private static Line line(String from, RoomId room) {
    return new Line(CALL, room, APP, new PhoneNumber(from), new PhoneNumber("+493099"));
  }

  @Test
  void theAnswerUrlIsToldWhoCallsWhomAndBySip() {
    assertThat(
            ControlFields.answer(
                line("+4930123456", null),
                Map.of("X-OpenTok-SessionId", "1_MX", "User-to-User", "56;encoding=hex"),
                null,
                "https://bridge.example.com/vonage"))
        .containsEntry("from", "4930123456")
        .containsEntry("to", "493099")
        .containsEntry("uuid", CALL.value())
        .containsEntry("conversation_uuid", "CON-" + CALL)
        .containsEntry("region_url", "https://bridge.example.com/vonage")
        .containsEntry("endpoint_type", "phone")
        .containsEntry("SipHeader_X-OpenTok-SessionId", "1_MX")
        .containsEntry("SipHeader_User-to-User", "56;encoding=hex")
        .containsEntry("call_id", CALL.value())
        .containsEntry("application_id", APP.value())
        .doesNotContainKeys("custom_data", "from_user", "room_id", "timestamp");
  }

  @Test
  void whoHasANameForANumberCallsBySip() {
    assertThat(ControlFields.answer(line("alice", null), Map.of(), null, ""))
        .containsEntry("from", "alice")
        .containsEntry("from_user", "alice")
        .containsEntry("endpoint_type", "sip");
  }

  @Test
  void whatWasKeyedIsAnObject() {
    assertThat(ControlFields.keyed(line("+49", ROOM), "12", false, false, AT))
        .containsEntry("dtmf", Map.of("digits", "12", "timed_out", false))
        .containsEntry("from", "49")
        .containsEntry("conversation_uuid", "CON-" + ROOM)
        .containsEntry("room_id", ROOM.value())
        .containsEntry("timestamp", "2026-02-03T04:05:06.007Z");
    assertThat(ControlFields.keyed(line("+49", ROOM), "", true, false, AT).get("dtmf"))
        .asInstanceOf(
            org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("digits", null)
        .containsEntry("timed_out", true);
  }

  @Test
  void inItsOldFormItIsAString() {
    assertThat(ControlFields.keyed(line("+49", null), "12", false, true, AT))
        .containsEntry("dtmf", "12")
        .containsEntry("timed_out", false);
    assertThat(ControlFields.keyed(line("+49", null), "", true, true, AT))
        .containsEntry("dtmf", "")
        .containsEntry("timed_out", true);
  }

  @Test
  void theFallbackIsToldTheSameAndWhy() {
    Map<String, Object> before = ControlFields.reached(line("+49", null), Map.of("a", 1), AT);
    assertThat(before).containsEntry("payload", Map.of("a", 1));
    assertThat(ControlFields.fallback(before, "It is late.", "https://a.example/x", "event"))
        .containsAllEntriesOf(before)
        .containsEntry("reason", "It is late.")
        .containsEntry("original_request", Map.of("url", "https://a.example/x", "type", "event"));
  }
}
