package org.convoke.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.convoke.bus.CallReply;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.ProgramCommand;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.fetch.FetchRequest;
import org.convoke.fetch.Fetched;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.sim.TalkingBridge.Phone;
import org.convoke.store.Applications.DtmfFormat;
import org.junit.jupiter.api.Test;

/** What is said to a running program: by keys, by their answers, by REST. */
class ProgramControlTest extends ProgramTest {
  @Test
  void keysInARoomDoNothingButReachWhoAskedForThem() {
    ApplicationId id = bridge.application();
    server
        .at(
            "/answer",
            """
            [{"action":"input","type":["dtmf"],"mode":"asynchronous",
              "eventUrl":["https://app.example.com/key"]},
             {"action":"conversation","name":"standup"}]\
            """)
        .at("/key", "");
    Phone phone = meets(id);
    bridge.bridge.keys(phone, "*6");
    assertThat(FakeServer.json(server.request("/key")).getJsonObject("dtmf"))
        .isEqualTo(new JsonObject().put("digits", "*").put("timed_out", false));
    assertThat(FakeServer.json(server.request("/key")).getJsonObject("dtmf").getString("digits"))
        .isEqualTo("6");
    Fact key = bridge.fact(phone, EventType.DTMF_RECEIVED);
    assertThat(key.data()).containsEntry("digit", "*").containsEntry("source", "rfc4733");
    RoomReply.Member member = bridge.bridge.roster(room(id, "standup")).members().getFirst();
    assertThat(member.muted()).isFalse();
  }

  private static final String KEYS_IN_A_ROOM =
      """
      [{"action":"input","type":["dtmf"],"mode":"asynchronous",
        "eventUrl":["https://app.example.com/key"]},
       {"action":"conversation","name":"standup"}]\
      """;

  @Test
  void aProgramInTheAnswerToAKeyReplacesWhatRuns() {
    server.at("/answer", KEYS_IN_A_ROOM).at("/key", "{}").at("/key", TALK);
    Phone phone = meets(bridge.application());
    bridge.bridge.keys(phone, "10");
    bridge.voiced.next("what was answered", it -> it.endsWith("Good morning"));
    assertThat(bridge.fact(phone, EventType.CALL_TRANSFERRED).data())
        .containsEntry("by", "webhook");
    assertThat(cause(phone)).isEqualTo("app_ended");
  }

  @Test
  void aFaultyProgramInTheAnswerToAKeyIsAnEventAndNothingElse() {
    ApplicationId id = bridge.application("GET", true, DtmfFormat.OBJECT);
    server.at("/answer", KEYS_IN_A_ROOM).at("/key", "[{\"action\":\"talk\"}]");
    Phone phone = meets(id);
    bridge.bridge.keys(phone, "1");
    assertThat(bridge.fact(phone, EventType.CALL_ERROR).data())
        .containsEntry("action", "talk")
        .containsEntry("field", "text");
    assertThat(bridge.bridge.roster(room(id, "standup")).members()).hasSize(1);
  }

  @Test
  void whatRestSaidSinceAKeyWasToldCountsMoreThanItsAnswer() {
    Promise<Fetched> slow = Promise.promise();
    server.at("/answer", KEYS_IN_A_ROOM).at("/key", slow.future()).at("/key", "");
    Phone phone = meets(bridge.application());
    bridge.bridge.keys(phone, "1");
    server.request("/key");
    bridge.ask(new ProgramCommand.Replace(phone.call(), PIN, null));
    FakeServer.status(200, TALK).onComplete(slow);
    bridge.bridge.keys(phone, "2"); // is told once the first was answered
    server.request("/key");
    assertThat(bridge.voiced.rest()).noneMatch(it -> it.endsWith("Good morning"));
  }

  @Test
  void aProgramIsReplacedByRest() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET).at("/other", "[{\"action\":\"talk\",\"text\":\"From there\"}]");
    Phone phone = meets(id);
    assertThat(bridge.ask(new ProgramCommand.Replace(phone.call(), PIN, null)))
        .isEqualTo(new CallReply.Done());
    assertThat(bridge.fact(phone, EventType.PARTICIPANT_LEFT).data())
        .containsEntry("reason", "transferred");
    bridge.voiced.next("the new text", it -> it.endsWith("Key your PIN"));
    Fact transferred = bridge.fact(phone, EventType.CALL_TRANSFERRED);
    assertThat(transferred.room()).isNull();
    assertThat(transferred.data())
        .containsEntry("by", "api")
        .containsEntry("room_id_from", room(id, "standup").value());
    assertThat(
            bridge.ask(
                new ProgramCommand.Replace(phone.call(), null, FakeServer.URL + "/other?a=b")))
        .isEqualTo(new CallReply.Done());
    FetchRequest request = server.request("/other");
    assertThat(request.method()).isEqualTo("GET");
    assertThat(FakeServer.query(request)).containsEntry("a", "b").containsKey("uuid");
    bridge.voiced.next("the third text", it -> it.endsWith("From there"));
    assertThat(cause(phone)).isEqualTo("app_ended");
  }

  @Test
  void commandsThatCannotBeDoneNameTheField() {
    server.at("/answer", MEET);
    Phone phone = meets(bridge.application());
    assertThat(
            bridge.ask(new ProgramCommand.Replace(phone.call(), "[{\"action\":\"talk\"}]", null)))
        .isInstanceOfSatisfying(
            CallReply.Refused.class, it -> assertThat(it.field()).isEqualTo("ncco[0].text"));
    assertThat(bridge.ask(new ProgramCommand.Replace(phone.call(), null, "ftp://a")))
        .isEqualTo(new CallReply.Refused("url", "url must begin with https://"));
    assertThat(bridge.ask(new ProgramCommand.Input(phone.call(), "ftp://a")))
        .isEqualTo(new CallReply.Refused("event_url", "event_url must begin with https://"));
    assertThat(bridge.ask(new ProgramCommand.Replace(CallId.random(), TALK, null)))
        .isEqualTo(new CallReply.Unknown());
    assertThat(bridge.bridge.roster(room(only(), "standup")).members()).hasSize(1);
  }

  private ApplicationId only() {
    return bridge.applications.keySet().iterator().next();
  }

  @Test
  void keysAreToldWhereRestSaysUntilItSaysNoMore() {
    server.at("/answer", MEET).at("/keys", "");
    Phone phone = meets(bridge.application());
    bridge.ask(new ProgramCommand.Input(phone.call(), FakeServer.URL + "/keys"));
    bridge.bridge.keys(phone, "5");
    assertThat(FakeServer.json(server.request("/keys")).getJsonObject("dtmf").getString("digits"))
        .isEqualTo("5");
    bridge.ask(new ProgramCommand.Input(phone.call(), null));
    bridge.bridge.keys(phone, "6");
    bridge.ask(new ProgramCommand.Replace(phone.call(), TALK, null));
    cause(phone);
    assertThat(server.requests.rest()).isEmpty();
  }

  @Test
  void aCallIsMovedToAnotherRoom() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    Phone phone = meets(id);
    RoomId other = bridge.bridge.rooms.add(false, false, "en");
    assertThat(bridge.ask(new IvrCommand.Move(phone.call(), phone.leg(), other, Role.HOST)))
        .isEqualTo(new CallReply.Done());
    assertThat(bridge.fact(phone, EventType.PARTICIPANT_LEFT).data())
        .containsEntry("reason", "moved");
    Fact transferred = bridge.fact(phone, EventType.CALL_TRANSFERRED);
    assertThat(transferred.room()).isEqualTo(other);
    assertThat(transferred.data()).containsEntry("room_id_from", room(id, "standup").value());
    assertThat(bridge.bridge.roster(other).members())
        .extracting(RoomReply.Member::call, RoomReply.Member::role)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(phone.call(), Role.HOST));
    assertThat(bridge.ask(new IvrCommand.Move(phone.call(), phone.leg(), other, Role.GUEST)))
        .isEqualTo(new CallReply.Done());
    assertThat(bridge.bridge.roster(other).members()).hasSize(1);
    assertThat(
            bridge.ask(
                new IvrCommand.Move(
                    CallId.random(), org.convoke.id.LegId.next(), other, Role.GUEST)))
        .isEqualTo(new CallReply.Unknown());
  }

  @Test
  void whoIsNotTakenByTheOtherRoomStaysInHisAndHearsWhy() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    Phone phone = meets(id);
    media(phone, "play music loop");
    assertThat(bridge.ask(new IvrCommand.Move(phone.call(), phone.leg(), locked(), Role.GUEST)))
        .isEqualTo(new CallReply.Refused("room", "The room is locked."));
    media(phone, "play en/room-locked");
    meetsAlone(phone, id);
    assertThat(told(phone)).doesNotContain(EventType.PARTICIPANT_LEFT, EventType.CALL_ERROR);
    assertThat(bridge.bridge.hangUps.rest()).isEmpty();
  }

  @Test
  void whoIsNotTakenByARoomGoesOnWithTheSameAction() {
    ApplicationId id = bridge.application();
    server.at("/answer", PIN).at("/dtmf", "[]");
    Phone phone = bridge.call(id);
    bridge.voiced.next("the question", it -> it.endsWith("Key your PIN"));
    bridge.bridge.keys(phone, "12");
    assertThat(bridge.ask(new IvrCommand.Move(phone.call(), phone.leg(), locked(), Role.GUEST)))
        .isEqualTo(new CallReply.Refused("room", "The room is locked."));
    bridge.bridge.keys(phone, "34");
    assertThat(FakeServer.json(server.request("/dtmf")).getJsonObject("dtmf").getString("digits"))
        .isEqualTo("1234");
    assertThat(told(phone)).doesNotContain(EventType.CALL_ERROR, EventType.CALL_TRANSFERRED);
  }

  private RoomId locked() {
    RoomId room = bridge.bridge.rooms.add(false, false, "en");
    bridge.bridge.joined(room, Role.HOST);
    bridge.bridge.room(new RoomCommand.Lock(room, true, RoomCommand.Actor.API));
    return room;
  }

  private List<String> told(Phone phone) {
    return bridge.bridge.facts.rest().stream()
        .filter(it -> phone.call().equals(it.call()))
        .map(Fact::type)
        .toList();
  }
}
