package org.convoke.vonage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.PhoneNumber;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;

class CallResourceTest {
  private static final Instant AT = Instant.parse("2026-05-04T09:30:00Z");
  private static final CallId CALL = CallId.random();

  private static Map<String, Object> shown(String from, RoomId room, Instant ended) {
    Line line =
        new Line(
            CALL, room, ApplicationId.random(), new PhoneNumber(from), new PhoneNumber("+4930123"));
    String status = ended == null ? "answered" : "completed";
    return CallResource.fields(new CallResource.Known(line, "inbound", status, AT, ended, null));
  }

  @Test
  void aClockThatWasSetMakesNoCallLongerOrShorter() {
    Line line =
        new Line(CALL, null, ApplicationId.random(), new PhoneNumber("1"), new PhoneNumber("2"));
    for (Instant ended : List.of(AT.plusSeconds(86_400), AT.minusSeconds(3600))) {
      Map<String, Object> fields =
          CallResource.fields(
              new CallResource.Known(line, "inbound", "completed", AT, ended, 61_999L));
      assertThat(fields).containsEntry("duration", "61");
    }
  }

  @Test
  void aCallIsShownWithoutThePlusAndWithItsConversation() {
    RoomId room = RoomId.random();
    Map<String, Object> fields = shown("+4989456", room, AT.plusSeconds(61));
    assertThat(fields)
        .containsEntry("_links", Map.of("self", Map.of("href", "/vonage/v1/calls/" + CALL)))
        .containsEntry("uuid", CALL.value())
        .containsEntry("conversation_uuid", "CON-" + room)
        .containsEntry("from", Map.of("type", "phone", "number", "4989456"))
        .containsEntry("to", Map.of("type", "phone", "number", "4930123"))
        .containsEntry("status", "completed")
        .containsEntry("duration", "61")
        .containsEntry("price", "0.00")
        .containsEntry("start_time", "2026-05-04T09:30:00.000Z")
        .containsEntry("end_time", "2026-05-04T09:31:01.000Z");
  }

  @Test
  void aCallThatLastsHasNoEndAndACallerWithANameIsASipAddress() {
    Map<String, Object> fields = shown("ali ce<\"", null, null);
    assertThat(fields)
        .containsEntry("conversation_uuid", "CON-" + CALL)
        .containsEntry("from", Map.of("type", "sip", "uri", "sip:alice"))
        .containsEntry("end_time", null)
        .containsEntry("duration", null);
    assertThat(shown("\"<>\"", null, null))
        .containsEntry("from", Map.of("type", "sip", "uri", "sip:anonymous"));
  }

  @Test
  void pagesNameTheirNeighbours() {
    Map<String, Object> middle = CallResource.page(List.of(), 25, 10, 10, "asc", "&status=x");
    assertThat(middle).containsEntry("count", 25L).containsEntry("record_index", 10);
    assertThat(middle.get("_links").toString())
        .contains("self={href=/vonage/v1/calls?page_size=10&record_index=10&order=asc&status=x}")
        .contains("first={href=/vonage/v1/calls?page_size=10&record_index=0&")
        .contains("last={href=/vonage/v1/calls?page_size=10&record_index=20&")
        .contains("prev={href=/vonage/v1/calls?page_size=10&record_index=0&")
        .contains("next={href=/vonage/v1/calls?page_size=10&record_index=20&");
    assertThat(CallResource.page(List.of(), 0, 10, 0, "asc", "").get("_links").toString())
        .doesNotContain("next")
        .doesNotContain("prev");
  }
}
