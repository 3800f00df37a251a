package org.convoke.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.convoke.bus.Addresses;
import org.convoke.bus.CallReply;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.ProgramCommand;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.fetch.FetchFailed;
import org.convoke.fetch.FetchRequest;
import org.convoke.fetch.Fetched;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.signing.StandardWebhook;
import org.convoke.signing.VonageJwt;
import org.convoke.sim.TalkingBridge;
import org.convoke.sim.TalkingBridge.Phone;
import org.convoke.store.Applications.Application;
import org.convoke.store.Applications.DtmfFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgramVerticleTest {
  private static final String TALK = "[{'action':'talk','text':'Good morning'}]".replace('\'', '"');
  private static final String PIN =
      """
      [{"action":"talk","text":"Key your PIN","bargeIn":true},
       {"action":"input","type":["dtmf"],"dtmf":{"maxDigits":4,"timeOut":10},
        "eventUrl":["https://app.example.com/dtmf"]}]\
      """;
  private static final String MEET =
      """
      [{"action":"conversation","name":"standup"},{"action":"talk","text":"After"}]\
      """;

  private final Vertx vertx = Vertx.vertx();
  private final ProgramBridge bridge = new ProgramBridge(vertx);
  private final FakeServer server = bridge.server;

  @AfterEach
  void stop() {
    TalkingBridge.await(vertx.close());
  }

  private void media(Phone phone, String what) {
    bridge.bridge.media(phone, what);
  }

  /** A phone that calls the application is in the room of its program. */
  /** One who is in a room; whatever is sent from now on finds his program there. */
  private Phone meets(ApplicationId application) {
    Phone phone = bridge.call(application);
    media(phone, "join");
    bridge.bridge.roster(RoomId.random()); // answered after the claim was
    return phone;
  }

  /** Of those who came to {@link #MEET} only this one is there. */
  private void meetsAlone(Phone phone, ApplicationId application) {
    assertThat(bridge.bridge.roster(room(application, "standup")).members())
        .extracting(RoomReply.Member::call)
        .containsExactly(phone.call());
  }

  private RoomId room(ApplicationId application, String name) {
    return bridge.bridge.rooms.conversations.get(application + " " + name);
  }

  private String cause(Phone phone) {
    return bridge.bridge.hangUps.next("its end", it -> it.call().equals(phone.call())).cause();
  }

  // --- asking

  @Test
  void theAnswerUrlIsAskedByGetWithAllItsFieldsAndSigned() {
    server.at("/answer", TALK);
    ApplicationId id = bridge.application();
    Phone phone = bridge.call(id, Map.of("X-OpenTok-SessionId", "1_MX", "User-to-User", "56"));
    FetchRequest request = server.request("/answer");
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.body()).isNull();
    assertThat(FakeServer.query(request))
        .containsEntry("from", "4930123456")
        .containsEntry("to", "493099")
        .containsEntry("uuid", phone.call().value())
        .containsEntry("conversation_uuid", "CON-" + phone.call())
        .containsEntry("region_url", "https://bridge.example.com/vonage")
        .containsEntry("endpoint_type", "phone")
        .containsEntry("SipHeader_X-OpenTok-SessionId", "1_MX")
        .containsEntry("SipHeader_User-to-User", "56")
        .containsEntry("attempt", "1");
    signedBy(request, signed(request));
    assertThat(bridge.voiced.next("the text", _ -> true)).isEqualTo("en-US Good morning");
    media(phone, "play clip of 12 ms");
    assertThat(cause(phone)).isEqualTo("app_ended");
  }

  @Test
  void whatTheCallersAppGivesAlongIsCustomDataJsonInAQuery() {
    server.at("/answer", TALK);
    Map<String, String> headers = Map.of("X-Custom-Data", "{\"device\":\"Alice's app\"}");
    bridge.call(bridge.application(), headers);
    assertThat(FakeServer.query(server.request("/answer")))
        .containsEntry("custom_data", "{\"device\":\"Alice's app\"}")
        .containsEntry("SipHeader_X-Custom-Data", "{\"device\":\"Alice's app\"}");
    bridge.call(bridge.application("POST", false, DtmfFormat.OBJECT), headers);
    assertThat(FakeServer.json(server.request("/answer")).getJsonObject("custom_data"))
        .isEqualTo(new JsonObject().put("device", "Alice's app"));
    bridge.call(bridge.application(), Map.of("X-Custom-Data", "Alice"));
    assertThat(FakeServer.query(server.request("/answer")))
        .doesNotContainKey("custom_data")
        .containsEntry("SipHeader_X-Custom-Data", "Alice");
  }

  private static void signedBy(FetchRequest request, byte[] signed) {
    Map<String, String> headers = request.headers();
    long nowS = Long.parseLong(headers.get(StandardWebhook.TIMESTAMP));
    assertThat(
            StandardWebhook.verify(
                ProgramBridge.SECRET,
                headers.get(StandardWebhook.ID),
                headers.get(StandardWebhook.TIMESTAMP),
                headers.get(StandardWebhook.SIGNATURE),
                signed,
                nowS))
        .isEqualTo(StandardWebhook.Verdict.GENUINE);
    assertThat(VonageJwt.verify(ProgramBridge.SECRET, headers.get("Authorization"), signed, nowS))
        .isEqualTo(VonageJwt.Verdict.GENUINE);
  }

  @Test
  void anOldSecretSignsBesideTheNewOneAndTheTokenAloneUntilItsEnd() {
    server.at("/answer", TALK);
    ApplicationId id = bridge.application();
    Application now = bridge.applications.get(id);
    bridge.applications.put(id, rotated(now, Instant.now().plusSeconds(3_600)));
    bridge.call(id);
    FetchRequest request = server.request("/answer");
    assertThat(request.headers().get(StandardWebhook.SIGNATURE).split(" ")).hasSize(2);
    signedBy(request, signed(request)); // by the old one
    bridge.applications.put(id, rotated(now, Instant.now().minusSeconds(1)));
    bridge.call(id);
    FetchRequest later = server.request("/answer");
    assertThat(later.headers().get(StandardWebhook.SIGNATURE).split(" ")).hasSize(1);
    long nowS = Long.parseLong(later.headers().get(StandardWebhook.TIMESTAMP));
    String token = later.headers().get("Authorization");
    assertThat(VonageJwt.verify("a newer secret of the same", token, signed(later), nowS))
        .isEqualTo(VonageJwt.Verdict.GENUINE);
  }

  private static byte[] signed(FetchRequest get) {
    return get.url()
        .substring(get.url().indexOf('?') + 1)
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Application rotated(Application now, Instant until) {
    return new Application(
        now.id(),
        now.name(),
        now.answer(),
        now.event(),
        now.fallback(),
        "a newer secret of the same",
        now.signatureSecret(),
        until,
        now.apiKey(),
        now.dtmfFormat(),
        now.publicKey(),
        now.createdAt(),
        now.updatedAt());
  }

  @Test
  void byPostTheFieldsAreJson() {
    server.at("/answer", TALK);
    Phone phone =
        bridge.call(bridge.application("POST", false, DtmfFormat.OBJECT), Map.of("X-A", "b"));
    FetchRequest request = server.request("/answer");
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.headers()).containsEntry("Content-Type", "application/json");
    assertThat(FakeServer.json(request).getMap())
        .containsEntry("uuid", phone.call().value())
        .containsEntry("SipHeader_X-A", "b")
        .containsEntry("attempt", 1);
    signedBy(request, request.body().getBytes());
  }

  @Test
  void whatIsKeyedGoesToTheInputsUrlAndItsAnswerReplacesTheRest() {
    server.at("/answer", PIN).at("/dtmf", TALK);
    Phone phone = bridge.call(bridge.application());
    bridge.voiced.next("the text", it -> it.endsWith("Key your PIN"));
    media(phone, "play clip");
    bridge.bridge.keys(phone, "4821");
    JsonObject told = FakeServer.json(server.request("/dtmf"));
    assertThat(told.getJsonObject("dtmf"))
        .isEqualTo(new JsonObject().put("digits", "4821").put("timed_out", false));
    assertThat(told.getString("timestamp")).endsWith("Z");
    bridge.voiced.next("the answer", it -> it.endsWith("Good morning"));
    assertThat(cause(phone)).isEqualTo("app_ended");
    assertThat(bridge.bridge.facts.rest()).noneMatch(it -> it.type().startsWith("dtmf"));
  }

  @Test
  void theOldFormsAreStringsAndAQuery() {
    server
        .at(
            "/answer",
            """
            [{"action":"input","maxDigits":2,"timeOut":10,"eventMethod":"GET",
              "eventUrl":["https://app.example.com/dtmf?x=1"]}]\
            """)
        .at("/dtmf", "OK");
    Phone phone = bridge.call(bridge.application());
    server.request("/answer");
    bridge.bridge.keys(phone, "12");
    FetchRequest request = server.request("/dtmf");
    assertThat(request.method()).isEqualTo("GET");
    assertThat(FakeServer.query(request))
        .containsEntry("x", "1")
        .containsEntry("dtmf", "12")
        .containsEntry("timed_out", "false")
        .containsEntry("uuid", phone.call().value());
    assertThat(cause(phone)).isEqualTo("app_ended");
  }

  @Test
  void anApplicationThatWantsStringsGetsThem() {
    server.at("/answer", PIN).at("/dtmf", "");
    Phone phone = bridge.call(bridge.application("GET", false, DtmfFormat.STRING));
    media(phone, "play clip");
    bridge.bridge.keys(phone, "4821");
    assertThat(FakeServer.json(server.request("/dtmf")).getValue("dtmf")).isEqualTo("4821");
  }

  @Test
  void keysThatComeBeforeTheApplicationIsReadCountForIt() {
    server.at("/answer", PIN).at("/dtmf", TALK);
    ApplicationId id = bridge.application();
    bridge.call(id);
    server.request("/answer");
    bridge.databaseSlow = Promise.promise();
    Phone phone = bridge.call(id);
    bridge.bridge.keys(phone, "4821");
    // What comes on the bus after the keys has gone by when they have.
    assertThat(bridge.ask(new ProgramCommand.Input(phone.call(), null)))
        .isEqualTo(new CallReply.Unknown());
    bridge.databaseSlow.complete();
    assertThat(FakeServer.json(server.request("/dtmf")).getJsonObject("dtmf"))
        .isEqualTo(new JsonObject().put("digits", "4821").put("timed_out", false));
  }

  @Test
  void aNotifyTellsItsPayload() {
    server.at(
        "/answer",
        """
        [{"action":"notify","payload":{"step":[1,{"a":null}]},
          "eventUrl":["https://app.example.com/step"]}]\
        """);
    Phone phone = bridge.call(bridge.application());
    JsonObject told = FakeServer.json(server.request("/step"));
    assertThat(told.getJsonObject("payload").encode()).isEqualTo("{\"step\":[1,{\"a\":null}]}");
    assertThat(told.getString("uuid")).isEqualTo(phone.call().value());
  }

  // --- failures

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
        .containsEntry("reason", "The text cannot be spoken.");
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

  // --- rooms

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
    server
        .at(
            "/answer",
            """
            [{"action":"conversation","name":"standup","startOnEnter":false,
              "musicOnHoldUrl":["https://app.example.com/wait.mp3"]}]\
            """)
        .at("/answer", MEET);
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
        .containsEntry("reason", "There is no such file.");
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
        .containsEntry("reason", "The URL must begin with https://.");
    media(phone, "join");
    assertThat(bridge.told.rest()).isEmpty();
  }

  @Test
  void oneEventUrlTooManyKeepsNobodyOut() {
    server.at("/answer", meeting(FakeServer.URL + "/many"));
    Phone phone = bridge.call(bridge.application());
    assertThat(bridge.fact(phone, EventType.CALL_ERROR).data())
        .containsEntry("reason", "The application has too many event URLs of conversations.");
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
  void aTransferTakesTheCallToAConversationOfItsOwnApplicationAlone() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    Phone first = meets(id);
    RoomId team = bridge.bridge.rooms.conversations.values().iterator().next();
    server.at("/answer", "[{\"action\":\"transfer\",\"conversationId\":\"CON-" + team + "\"}]");
    // The one before the last answer is given once more, the last one from then on.
    meets(id);
    Phone second = bridge.call(id);
    assertThat(bridge.fact(second, EventType.PARTICIPANT_JOINED).room()).isEqualTo(team);
    Phone stranger = bridge.call(bridge.application());
    assertThat(bridge.fact(stranger, EventType.CALL_ERROR).data())
        .containsEntry("action", "transfer");
  }

  @Test
  void aTransferOutOfAConversationTakesAllOfItsCallsAlong() {
    ApplicationId id = bridge.application();
    server
        .at("/answer", "[{\"action\":\"conversation\",\"name\":\"team\"}]")
        .at("/answer", MEET.replace("\"standup\"", "\"standup\",\"endOnExit\":true"));
    Phone host = meets(id);
    List<Phone> others = List.of(bridge.call(id), bridge.call(id), bridge.call(id));
    others.forEach(phone -> media(phone, "join"));
    RoomId team = room(id, "team");
    String transfer =
        "[{\"action\":\"transfer\",\"conversationId\":\"CON-" + team + "\",\"mute\":true}]";
    assertThat(bridge.ask(new ProgramCommand.Replace(others.get(1).call(), transfer, null)))
        .isEqualTo(new CallReply.Done());
    List<Fact> told = new ArrayList<>();
    bridge.bridge.facts.next(
        "three transfers",
        it -> {
          told.add(it);
          return told.stream().filter(ProgramVerticleTest::isByNcco).count() == 3;
        });
    assertThat(told)
        .filteredOn(it -> it.type().equals(EventType.PARTICIPANT_LEFT))
        .extracting(it -> it.data().get("reason"))
        .containsExactly(
            "conversation_transferred", "conversation_transferred", "conversation_transferred");
    assertThat(told)
        .filteredOn(ProgramVerticleTest::isByNcco)
        .extracting(Fact::call)
        .containsExactlyInAnyOrderElementsOf(others.stream().map(Phone::call).toList());
    assertThat(bridge.bridge.roster(room(id, "standup")).members()).isEmpty();
    assertThat(bridge.bridge.roster(team).members())
        .extracting(RoomReply.Member::call, RoomReply.Member::muted)
        .contains(
            org.assertj.core.groups.Tuple.tuple(host.call(), false),
            org.assertj.core.groups.Tuple.tuple(others.get(0).call(), true))
        .hasSize(4);
    assertThat(bridge.bridge.hangUps.rest()).isEmpty();
  }

  private static boolean isByNcco(Fact fact) {
    return fact.type().equals(EventType.CALL_TRANSFERRED) && "ncco".equals(fact.data().get("by"));
  }

  @Test
  void aTransferThatLeadsNowhereTakesNobodyAlong() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    Phone one = meets(id);
    Phone two = meets(id);
    String transfer =
        "[{\"action\":\"transfer\",\"conversationId\":\"CON-" + RoomId.random() + "\"}]";
    bridge.ask(new ProgramCommand.Replace(one.call(), transfer, null));
    assertThat(bridge.fact(one, EventType.CALL_ERROR).data()).containsEntry("action", "transfer");
    meetsAlone(two, id);
  }

  @Test
  void aTransferByRestToAnotherProgramIsOfTheOneCall() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    Phone one = meets(id);
    Phone two = meets(id);
    String other = MEET.replace("standup", "other");
    bridge.ask(new ProgramCommand.Replace(one.call(), other, null));
    media(one, "join");
    meetsAlone(two, id);
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

  // --- from outside

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
    assertThat(bridge.fact(phone, EventType.CALL_TRANSFERRED).data()).containsEntry("by", "api");
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
    assertThat(bridge.bridge.roster(other).members())
        .extracting(RoomReply.Member::call, RoomReply.Member::role)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(phone.call(), Role.HOST));
    assertThat(
            bridge.ask(new IvrCommand.Move(phone.call(), phone.leg(), RoomId.random(), Role.GUEST)))
        .isInstanceOf(CallReply.Refused.class);
    assertThat(
            bridge.ask(
                new IvrCommand.Move(
                    CallId.random(), org.convoke.id.LegId.next(), other, Role.GUEST)))
        .isEqualTo(new CallReply.Unknown());
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
