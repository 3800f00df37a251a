package org.convoke.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.convoke.bus.CallReply;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.ProgramCommand;
import org.convoke.bus.RoomReply;
import org.convoke.fetch.FetchFailed;
import org.convoke.fetch.FetchRequest;
import org.convoke.fetch.Fetched;
import org.convoke.id.ApplicationId;
import org.convoke.sim.TalkingBridge.Phone;
import org.convoke.store.Applications.DtmfFormat;
import org.junit.jupiter.api.Test;

/** Servers, programs, texts and databases that fail. */
class ProgramFailuresTest extends ProgramTest {
  @Test
  void aServerThatMayBeBackSoonIsAskedTwiceThenTheFallbackIsToldWhy() {
    server
        .at("/answer", FakeServer.status(503, ""))
        .at("/answer", FakeServer.failed(FetchFailed.Kind.RESPONSE_TIMEOUT))
        .at("/fallback", TALK);
    Phone phone = bridge.call(bridge.application("GET", true, DtmfFormat.OBJECT));
    FetchRequest first = server.request("/answer");
    FetchRequest second = server.request("/answer");
    assertThat(second.headers()).containsEntry("webhook-id", first.headers().get("webhook-id"));
    assertThat(FakeServer.query(second)).containsEntry("attempt", "2");
    JsonObject fallback = FakeServer.json(server.request("/fallback"));
    assertThat(fallback.getString("reason")).isEqualTo("The server did not answer in time.");
    assertThat(fallback.getJsonObject("original_request"))
        .isEqualTo(new JsonObject().put("url", FakeServer.URL + "/answer").put("type", "answer"));
    assertThat(fallback.getString("uuid")).isEqualTo(phone.call().value());
    assertThat(bridge.fact(phone, EventType.CALL_ERROR).data())
        .containsEntry("reason", "The server did not answer in time.");
    bridge.voiced.next("the text", it -> it.endsWith("Good morning"));
  }

  @Test
  void whatIsWrongWithAProgramIsAnEventAndTheFallbackHelps() {
    server
        .at("/answer", "[{\"action\":\"talk\",\"text\":\"a\"},{\"action\":\"conversation\"}]")
        .at("/fallback", TALK);
    Phone phone = bridge.call(bridge.application("GET", true, DtmfFormat.OBJECT));
    server.request("/fallback");
    Fact error = bridge.fact(phone, EventType.CALL_ERROR);
    assertThat(error.data())
        .containsEntry("action_index", 1)
        .containsEntry("action", "conversation")
        .containsEntry("field", "name")
        .containsKey("reason");
    bridge.voiced.next("the text", it -> it.endsWith("Good morning"));
    assertThat(bridge.bridge.rooms.conversations).isEmpty();
  }

  @Test
  void withoutAnyAnswerACallerHearsASentenceBeforeTheEnd() {
    server.at("/answer", FakeServer.status(500, "")).at("/fallback", "nonsense");
    Phone phone = bridge.call(bridge.application("GET", true, DtmfFormat.OBJECT));
    media(phone, "play en/service-fails+en/try-later+en/goodbye");
    assertThat(cause(phone)).isEqualTo("app_failed");
    server.request("/answer");
    server.request("/fallback");
    assertThat(server.requests.rest()).isEmpty();
  }

  @Test
  void anApplicationThatIsNotThereEndsTheCallWithASentence() {
    Phone phone = bridge.call(ApplicationId.random());
    media(phone, "play en/service-fails");
    assertThat(cause(phone)).isEqualTo("app_failed");
  }

  @Test
  void midCallARestGoesOnWhenNobodyAnswers() {
    server.at(
        "/answer",
        """
        [{"action":"notify","payload":{},"eventUrl":["https://app.example.com/gone"]},
         {"action":"talk","text":"Still here"}]\
        """);
    Phone phone = bridge.call(bridge.application());
    bridge.voiced.next("the rest", it -> it.endsWith("Still here"));
    assertThat(bridge.fact(phone, EventType.CALL_ERROR).data())
        .containsEntry("action", "notify")
        .containsEntry("field", "eventUrl");
  }

  @Test
  void aTextThatCannotBeSpokenIsLeftOut() {
    server.at(
        "/answer",
        """
        [{"action":"talk","text":"unspeakable"},
         {"action":"stream","streamUrl":["https://app.example.com/missing.mp3"]},
         {"action":"talk","text":"Good"}]\
        """);
    Phone phone = bridge.call(bridge.application());
    assertThat(bridge.fact(phone, EventType.CALL_ERROR).data())
        .containsEntry("action_index", 0)
        .containsEntry("field", "text")
        .containsEntry("reason", "Action 0 (from 0), talk: text: The text cannot be spoken.");
    assertThat(bridge.fact(phone, EventType.CALL_ERROR).data())
        .containsEntry("action_index", 1)
        .containsEntry("field", "streamUrl[0]");
    bridge.voiced.next("the rest", it -> it.endsWith("Good"));
  }

  @Test
  void whileTheDatabaseIsAwayApplicationsAreRememberedAsTheyWere() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    meets(id);
    bridge.databaseAway = true;
    bridge.bridge.rooms.away = true;
    meets(id);
    assertThat(bridge.bridge.roster(room(id, "standup")).members()).hasSize(2);
  }

  @Test
  void whoHangsUpWhileHisApplicationThinksIsGone() {
    Promise<Fetched> answer = Promise.promise();
    server.at("/answer", answer.future());
    ApplicationId id = bridge.application();
    Phone phone = bridge.call(id);
    server.request("/answer");
    bridge.hangUp(phone);
    answer.fail(new FetchFailed(FetchFailed.Kind.RESET, "late"));
    assertThat(bridge.ask(new ProgramCommand.Replace(phone.call(), TALK, null)))
        .isEqualTo(new CallReply.Unknown());
    assertThat(server.requests.rest()).isEmpty();
    assertThat(bridge.bridge.hangUps.rest()).isEmpty();
  }

  @Test
  void whoWaitsForASlowServerHearsThatItTakesAMoment() {
    Promise<Fetched> answer = Promise.promise();
    server.at("/answer", answer.future());
    Phone phone = bridge.call(bridge.application());
    media(phone, "play en/one-moment");
    media(phone, "play music loop");
    FakeServer.status(200, TALK).onComplete(answer);
    media(phone, "stop");
    bridge.voiced.next("the text", it -> it.endsWith("Good morning"));
  }

  @Test
  void oneCallThatFailsHurtsNoOther() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    Phone good = meets(id);
    server.at("/answer", "[{\"action\":\"talk\",\"text\":\"" + "x".repeat(9) + "\"}]");
    List<Phone> others = List.of(bridge.call(id), bridge.call(id));
    others.forEach(bridge::hangUp);
    assertThat(bridge.bridge.roster(room(id, "standup")).members())
        .extracting(RoomReply.Member::call)
        .contains(good.call());
  }
}
