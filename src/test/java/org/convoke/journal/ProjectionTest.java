package org.convoke.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.convoke.store.EventLog.CallChange;
import org.convoke.store.EventLog.Changes;
import org.convoke.store.EventLog.MeetingChange;
import org.junit.jupiter.api.Test;

class ProjectionTest {
  private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
  private static final CallId CALL = CallId.random();
  private static final RoomId ROOM = RoomId.random();
  private static final ParticipantId PARTICIPANT = ParticipantId.random();

  @Test
  void aCallRingsIsAnsweredAndEnds() {
    List<CallChange> calls =
        changes(
                fact(EventType.CALL_STARTED, Map.of("from", "+491", "to", "1000")),
                fact(EventType.CALL_ANSWERED, Map.of("codec", "PCMA")),
                fact(
                    EventType.CALL_COMPLETED,
                    Map.of(
                        "cause",
                        "media_timeout",
                        "sip_code",
                        200,
                        "duration_ms",
                        61_000L,
                        "quality",
                        Map.of("mos", 4))))
            .calls();
    assertThat(calls)
        .extracting(CallChange::state)
        .containsExactly("ringing", "answered", "completed");
    assertThat(calls.get(0).origin().from()).isEqualTo("+491");
    assertThat(calls.get(1).media().codec()).isEqualTo("PCMA");
    assertThat(calls.get(1).answeredAt()).isEqualTo(AT);
    assertThat(calls.get(2).endedAt()).isEqualTo(AT);
    assertThat(calls.get(2).ending().sipCode()).isEqualTo(200);
    assertThat(calls.get(2).ending().durationMs()).isEqualTo(61_000);
    assertThat(calls.get(2).ending().quality()).isEqualTo(new JsonObject().put("mos", 4));
  }

  @Test
  void aParticipantThatJoinsPlacesItsCallInTheRoom() {
    Changes changes = changes(fact(EventType.PARTICIPANT_JOINED, Map.of("name", "Ada")));
    assertThat(changes.participants().getFirst().joinedAt()).isEqualTo(AT);
    assertThat(changes.participants().getFirst().name()).isEqualTo("Ada");
    assertThat(changes.calls().getFirst().room()).isEqualTo(ROOM);
    assertThat(changes.calls().getFirst().state()).as("left as it is").isNull();
  }

  @Test
  void aPhoneThatIsABrowsersSoundIsInTheRoomForTheSameParticipant() {
    CallId phone = CallId.random();
    Changes changes = changes(fact(EventType.PARTICIPANT_MERGED, Map.of("call_id", phone.value())));
    assertThat(changes.calls().getFirst().id()).isEqualTo(phone);
    assertThat(changes.calls().getFirst().room()).isEqualTo(ROOM);
    assertThat(changes.calls().getFirst().participant()).isEqualTo(PARTICIPANT);
    assertThat(changes.participants().getFirst().call()).isEqualTo(CALL);
    Changes alone =
        changes(
            Fact.of(
                EventType.PARTICIPANT_UNMERGED,
                AT,
                ROOM,
                phone,
                PARTICIPANT,
                Map.of("call_id", phone.value(), "via", "phone")));
    assertThat(alone.participants().getFirst().call()).isEqualTo(phone);
    assertThat(alone.calls()).isEmpty();
  }

  @Test
  void aMeetingBeginsAndEnds() {
    assertThat(
            changes(fact(EventType.ROOM_STARTED, Map.of()), fact(EventType.ROOM_ENDED, Map.of()))
                .meetings())
        .containsExactly(new MeetingChange(ROOM, AT, null), new MeetingChange(ROOM, null, AT));
  }

  @Test
  void valuesOfAnotherKindThanPromisedAreLeftOut() {
    CallChange call =
        changes(
                fact(
                    EventType.CALL_COMPLETED,
                    Map.of("cause", 7, "sip_code", "486", "quality", "good")))
            .calls()
            .getFirst();
    assertThat(call.ending().cause()).isNull();
    assertThat(call.ending().sipCode()).isNull();
    assertThat(call.ending().quality()).isNull();
  }

  @Test
  void otherEventsChangeNothing() {
    Changes changes = changes(fact(EventType.DTMF_RECEIVED, Map.of("digit", "1")));
    assertThat(changes).isEqualTo(new Changes(List.of(), List.of(), List.of()));
  }

  private static Changes changes(Fact... facts) {
    return Projection.of(List.of(facts).stream().map(FactJson::entry).toList());
  }

  private static Fact fact(String type, Map<String, Object> data) {
    return Fact.of(type, AT, ROOM, CALL, PARTICIPANT, data);
  }
}
