package org.convoke.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import org.convoke.bus.Addresses;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.ProgramCommand;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.ApplicationId;
import org.convoke.sim.TalkingBridge;
import org.convoke.sim.TalkingBridge.Phone;
import org.junit.jupiter.api.Test;

/** Conversations: rooms of an application that its programs lead to. */
class ProgramRoomsTest extends ProgramTest {
  @Test
  void aConversationIsARoomOfTheApplicationAlone() {
    ApplicationId one = bridge.application();
    ApplicationId other = bridge.application();
    server.at("/answer", MEET);
    Phone ada = meets(one);
    media(ada, "play music loop");
    Fact created = bridge.bridge.fact(EventType.ROOM_CREATED);
    assertThat(created.data())
        .containsEntry("application_id", one.value())
        .containsEntry("conversation", "standup");
    Phone bob = meets(one);
    media(ada, "stop");
    Phone eve = meets(other);
    assertThat(bridge.bridge.roster(room(one, "standup")).members())
        .extracting(RoomReply.Member::call)
        .containsExactlyInAnyOrder(ada.call(), bob.call());
    assertThat(bridge.bridge.roster(room(other, "standup")).members())
        .extracting(RoomReply.Member::call)
        .containsExactly(eve.call());
  }

  @Test
  void whoWaitsForTheStarterHearsTheMusicThatWasChosen() {
    ApplicationId id = bridge.application();
    server.at("/answer", WAIT).at("/answer", MEET);
    Phone guest = bridge.call(id);
    bridge.voiced.next("its music", it -> it.endsWith("/wait.mp3"));
    media(guest, "play clip of 32 ms loop");
    Phone starter = meets(id);
    media(guest, "stop");
    assertThat(bridge.bridge.roster(room(id, "standup")).members()).hasSize(2);
  }

  @Test
  void musicThatCannotBePlayedIsOursAndAnEvent() {
    server.at(
        "/answer",
        """
        [{"action":"conversation","name":"m",
          "musicOnHoldUrl":["https://app.example.com/missing.mp3"]}]\
        """);
    Phone phone = bridge.call(bridge.application());
    media(phone, "play music loop");
    assertThat(bridge.fact(phone, EventType.CALL_ERROR).data())
        .containsEntry("action_index", 0)
        .containsEntry("field", "musicOnHoldUrl[0]")
        .containsEntry(
            "reason", "Action 0 (from 0), conversation: musicOnHoldUrl[0]: There is no such file.");
  }

  @Test
  void musicThatFailsAgainAndAgainIsOneEventOfItsAction() {
    ApplicationId id = bridge.application();
    server.at(
        "/answer",
        """
        [{"action":"conversation","name":"m",
          "musicOnHoldUrl":["https://app.example.com/missing.mp3"]}]\
        """);
    Phone first = bridge.call(id);
    media(first, "play music loop");
    Phone second = bridge.call(id);
    media(first, "stop");
    bridge.hangUp(second);
    media(first, "play music loop");
    bridge.ask(new ProgramCommand.Replace(first.call(), TALK, null));
    bridge.fact(first, EventType.CALL_ERROR);
    bridge.fact(first, EventType.CALL_TRANSFERRED);
    assertThat(bridge.bridge.facts.rest())
        .noneMatch(it -> it.type().equals(EventType.CALL_ERROR) && first.call().equals(it.call()));
  }

  @Test
  void whenTheMeetingEndsTheProgramGoesOn() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    Phone phone = meets(id);
    bridge.bridge.room(
        new RoomCommand.End(room(id, "standup"), "ended_by_api", RoomCommand.Actor.API));
    bridge.voiced.next("what follows", it -> it.endsWith("After"));
    assertThat(cause(phone)).isEqualTo("app_ended");
  }

  @Test
  void whoHangsUpLeavesTheRoomFirst() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    Phone phone = meets(id);
    bridge.hangUp(phone);
    assertThat(bridge.bridge.roster(room(id, "standup")).members()).isEmpty();
    assertThat(bridge.fact(phone, EventType.PARTICIPANT_LEFT).data())
        .containsEntry("reason", "caller_hung_up");
  }

  @Test
  void whoHangsUpOnHisWayIntoARoomLeavesNoSeatBehind() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    Promise<Void> gate = Promise.promise();
    Phone first = meets(id);
    bridge.bridge.rooms.gate = gate.future();
    Phone phone = bridge.call(id);
    server.request("/answer");
    server.request("/answer");
    Future<?> ended =
        vertx
            .eventBus()
            .request(
                Addresses.PROGRAM, new IvrCommand.End(phone.call(), phone.leg(), "caller_hung_up"));
    gate.complete();
    TalkingBridge.await(ended);
    meetsAlone(first, id);
  }

  @Test
  void aMutedParticipantWithTermsIsSeatedSo() {
    ApplicationId id = bridge.application();
    server.at("/answer", "[{\"action\":\"conversation\",\"name\":\"standup\",\"mute\":true}]");
    Phone phone = bridge.call(id);
    media(phone, "join muted");
  }

  private static String meeting(String eventUrl) {
    return MEET.replace("\"standup\"", "\"standup\",\"eventUrl\":[\"" + eventUrl + "\"]");
  }

  @Test
  void theEventUrlOfAConversationIsToldOfIt() {
    ApplicationId id = bridge.application();
    server.at("/answer", meeting(FakeServer.URL + "/meeting"));
    meets(id);
    assertThat(bridge.told.next("the event URL", _ -> true))
        .isEqualTo(room(id, "standup") + " POST " + FakeServer.URL + "/meeting");
    meets(id);
    assertThat(bridge.told.rest()).as("it is known to be told").isEmpty();
  }

  @Test
  void anEventUrlThatMayNotBeAskedKeepsNobodyOut() {
    server.at("/answer", meeting("http://plain.example/"));
    Phone phone = bridge.call(bridge.application());
    assertThat(bridge.fact(phone, EventType.CALL_ERROR).data())
        .containsEntry("action_index", 0)
        .containsEntry("action", "conversation")
        .containsEntry("field", "eventUrl")
        .containsEntry(
            "reason",
            "Action 0 (from 0), conversation: eventUrl: The URL must begin with https://.");
    media(phone, "join");
    assertThat(bridge.told.rest()).isEmpty();
  }

  @Test
  void oneEventUrlTooManyKeepsNobodyOut() {
    server.at("/answer", meeting(FakeServer.URL + "/many"));
    Phone phone = bridge.call(bridge.application());
    assertThat(bridge.fact(phone, EventType.CALL_ERROR).data())
        .containsEntry(
            "reason",
            "Action 0 (from 0), conversation: eventUrl: "
                + "The application has too many event URLs of conversations.");
    media(phone, "join");
  }

  @Test
  void thatAMeetingShallBeRecordedIsRemembered() {
    ApplicationId id = bridge.application();
    server.at("/answer", "[{\"action\":\"conversation\",\"name\":\"m\",\"record\":true}]");
    meets(id);
    bridge.bridge.fact(EventType.ROOM_UPDATED);
    assertThat(bridge.bridge.rooms.rooms.get(room(id, "m")).metadata())
        .isEqualTo(new JsonObject().put("record", true));
  }

  @Test
  void holdOfThePhonesOwnReachesTheRoom() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    Phone phone = meets(id);
    vertx
        .eventBus()
        .send(Addresses.PROGRAM, new IvrCommand.HeldByPeer(phone.call(), phone.leg(), true));
    bridge.fact(phone, EventType.PARTICIPANT_HELD);
  }
}
