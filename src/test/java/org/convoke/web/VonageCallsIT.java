package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.convoke.it.TestDatabase.await;

import com.vonage.client.HttpConfig;
import com.vonage.client.VonageClient;
import com.vonage.client.common.SortOrder;
import com.vonage.client.voice.Call;
import com.vonage.client.voice.CallInfo;
import com.vonage.client.voice.CallInfoPage;
import com.vonage.client.voice.CallStatus;
import com.vonage.client.voice.CallsFilter;
import com.vonage.client.voice.PhoneEndpoint;
import com.vonage.client.voice.StreamPayload;
import com.vonage.client.voice.TalkPayload;
import com.vonage.client.voice.TextToSpeechLanguage;
import com.vonage.client.voice.VoiceClient;
import com.vonage.client.voice.VoiceResponseException;
import com.vonage.client.voice.ncco.ConversationAction;
import com.vonage.client.voice.ncco.Ncco;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.convoke.bus.Addresses;
import org.convoke.bus.BusMessage;
import org.convoke.bus.CallCommand;
import org.convoke.bus.CallReply;
import org.convoke.bus.ProgramCommand;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.bus.SeatQuery;
import org.convoke.bus.SeatReply;
import org.convoke.bus.VoiceCommand;
import org.convoke.bus.VoiceReply;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;
import org.convoke.store.Applications;
import org.convoke.token.ApplicationKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Vonage's library, and requests as others write them, against the API under {@code /vonage}. */
class VonageCallsIT {
  private static final Instant START = Instant.parse("2026-05-04T09:30:00Z");
  private static final Queue<BusMessage> ASKED = new ConcurrentLinkedQueue<>();
  private static final ApplicationKeys.Pair PAIR = ApplicationKeys.generate();
  private static volatile VoiceReply voice;
  private static volatile CallReply program;
  private static volatile SeatReply seat;
  private static TestBridge bridge;

  private ApplicationId application;
  private VoiceClient client;
  private CallId call;
  private LegId leg;
  private String token;

  @BeforeAll
  static void start() {
    bridge = new TestBridge(Map.of());
    var bus = bridge.vertx.eventBus();
    bus.<VoiceCommand>consumer(
        Addresses.VOICE,
        message -> {
          ASKED.add(message.body());
          message.reply(voice);
        });
    bus.<ProgramCommand>consumer(
        Addresses.PROGRAM,
        message -> {
          ASKED.add(message.body());
          message.reply(program);
        });
    bus.<SeatQuery>consumer(Addresses.SEATS, message -> message.reply(seat));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @BeforeEach
  void anApplicationWithALiveCall() {
    application = ApplicationId.random();
    await(
        bridge
            .stores()
            .applications()
            .create(
                new Applications.Application(
                    application,
                    "test",
                    new Applications.Hook("http://127.0.0.1/answer", "GET"),
                    null,
                    null,
                    "a secret of the test, long enough",
                    "abcd1234",
                    Applications.DtmfFormat.OBJECT,
                    PAIR.publicKey(),
                    START,
                    START),
                1000));
    VonageClient vonage =
        VonageClient.builder()
            .applicationId(application.value())
            .privateKeyContents(PAIR.privateKey().getBytes(StandardCharsets.UTF_8))
            .httpConfig(
                HttpConfig.builder()
                    .baseUri("http://127.0.0.1:" + bridge.verticle.port() + "/vonage")
                    .build())
            .build();
    client = vonage.getVoiceClient();
    token = vonage.generateJwt();
    call = ours(START, null);
    CallReply.Described described = Rows.described(call);
    leg = described.leg();
    bridge.liveCalls.put(call, described);
    voice = new VoiceReply.Done();
    program = new CallReply.Done();
    seat = new SeatReply.Nowhere();
    bridge.roomCommands.clear();
    ASKED.clear();
  }

  private CallId ours(Instant started, Instant ended) {
    CallId id = Rows.call(bridge, started, ended);
    await(
        bridge
            .stores()
            .database()
            .query(
                "update calls set application_id = $2 where id = $1",
                Tuple.of(UUID.fromString(id.value()), UUID.fromString(application.value()))));
    return id;
  }

  private TestBridge.Result ask(String method, String path, Object body) {
    return bridge.callAs(token, method, "/vonage/v1/calls" + path, body);
  }

  // --- by Vonage's library

  @Test
  void callsAreListedInPagesAndOneIsRead() {
    for (int i = 1; i <= 4; i++) {
      ours(START.plusSeconds(60 * i), START.plusSeconds(60 * i + 30));
    }
    CallInfoPage all = client.listCalls();
    assertThat(all.getCount()).isEqualTo(5);
    assertThat(all.getRecordIndex()).isZero();
    assertThat(all.getCallInfos()).hasSize(5);
    assertThat(all.getCallInfos().getFirst().getUuid()).isEqualTo(call.value());
    CallInfoPage page =
        client.listCalls(
            CallsFilter.builder()
                .status(CallStatus.COMPLETED)
                .startDate(START)
                .endDate(START.plusSeconds(180))
                .pageSize(2)
                .recordIndex(1)
                .order(SortOrder.DESCENDING)
                .build());
    assertThat(page.getCount()).isEqualTo(3);
    assertThat(page.getCallInfos()).hasSize(2);
    assertThat(page.getCallInfos().getFirst().getStartTime()).isEqualTo(START.plusSeconds(120));
    assertThat(page.getLinks().getPrevUrl().toString()).contains("record_index=0");
    CallInfo done = page.getCallInfos().getFirst();
    assertThat(done.getStatus()).isEqualTo(CallStatus.COMPLETED);
    assertThat(done.getDuration()).isEqualTo(30);
    assertThat(done.getPrice()).isZero();
    CallInfo live = client.getCallDetails(call.value());
    assertThat(live.getStatus()).isEqualTo(CallStatus.ANSWERED);
    assertThat(live.getConversationUuid()).isEqualTo("CON-" + call);
    assertThat(((PhoneEndpoint) live.getFrom()).getNumber()).isEqualTo("4711");
    assertThat(live.getEndTime()).isNull();
    assertThat(
            client
                .listCalls(CallsFilter.builder().conversationUuid("CON-" + call).build())
                .getCallInfos())
        .hasSize(1);
    assertThat(
            client.listCalls(CallsFilter.builder().status(CallStatus.BUSY).build()).getCallInfos())
        .isEmpty();
  }

  @Test
  void callsAreMutedEarmuffedTransferredAndEnded() {
    RoomId room = new RoomId(bridge.room("Steered").getString("id"));
    RoomReply.Member member = Members.joined("Ada");
    bridge.rosters.put(room, new RoomReply.Roster(true, false, false, List.of(member)));
    seat = new SeatReply.At(room, member);
    bridge.roomCommands.clear();
    String id = call.value();
    client.muteCall(id);
    client.unmuteCall(id);
    client.earmuffCall(id);
    client.unearmuffCall(id);
    RoomCommand.Actor api = RoomCommand.Actor.API;
    assertThat(bridge.roomCommands)
        .containsExactly(
            new RoomCommand.Mute(room, member.id(), true, api),
            new RoomCommand.Mute(room, member.id(), false, api),
            new RoomCommand.Earmuff(room, member.id(), true, api),
            new RoomCommand.Earmuff(room, member.id(), false, api));
    client.transferCall(id, "http://127.0.0.1/ncco");
    client.transferCall(id, new Ncco(ConversationAction.builder("support").build()));
    assertThat(ASKED.poll())
        .isEqualTo(new ProgramCommand.Replace(call, null, "http://127.0.0.1/ncco"));
    ProgramCommand.Replace replace = (ProgramCommand.Replace) ASKED.poll();
    JsonObject action = new JsonArray(replace.ncco()).getJsonObject(0);
    assertThat(action.getString("action")).isEqualTo("conversation");
    assertThat(action.getString("name")).isEqualTo("support");
    client.terminateCall(id);
    assertThat(bridge.callCommands).contains(new CallCommand.HangUp(call, "api"));
  }

  @Test
  void callsHearTextsSoundsAndKeysAndTellTheirOwn() {
    String id = call.value();
    assertThat(client.startTalk(id, "Hello").getMessage()).isEqualTo("Talk started");
    client.startTalk(
        id,
        TalkPayload.builder("Hallo")
            .language(TextToSpeechLanguage.GERMAN)
            .style(1)
            .level(-0.5)
            .loop(0)
            .build());
    assertThat(client.stopTalk(id).getMessage()).isEqualTo("Talk stopped");
    StreamPayload stream =
        StreamPayload.builder().streamUrl("http://127.0.0.1/a.mp3").level(0.3).loop(2).build();
    assertThat(client.startStream(id, stream).getUuid()).isEqualTo(id);
    assertThat(client.stopStream(id).getMessage()).isEqualTo("Stream stopped");
    assertThat(client.sendDtmf(id, "12p#").getMessage()).isEqualTo("DTMF sent");
    client.addDtmfListener(id, "http://127.0.0.1/keys");
    client.removeDtmfListener(id);
    assertThat(ASKED)
        .containsExactly(
            new VoiceCommand.Talk(call, leg, "Hello", null, 0, 0, 1),
            new VoiceCommand.Talk(call, leg, "Hallo", "de-DE", 1, -0.5, 0),
            new VoiceCommand.StopTalk(call, leg),
            new VoiceCommand.Stream(call, leg, "http://127.0.0.1/a.mp3", 0.3, 2),
            new VoiceCommand.StopStream(call, leg),
            new VoiceCommand.Digits(call, leg, "12p#"),
            new ProgramCommand.Input(call, "http://127.0.0.1/keys"),
            new ProgramCommand.Input(call, null));
  }

  @Test
  void whatIsWrongIsSaidAsTheLibraryUnderstandsIt() {
    VoiceResponseException gone =
        failure(() -> client.getCallDetails(CallId.random().value()), 404);
    assertThat(gone.getTitle()).isEqualTo("Not Found");
    assertThat(gone.getInstance()).isNotBlank();
    failure(() -> client.muteCall(call.value()), 409);
    program = new CallReply.Refused("ncco[0].action", "is unknown");
    VoiceResponseException faulty =
        failure(
            () ->
                client.transferCall(
                    call.value(), new Ncco(ConversationAction.builder("a").build())),
            400);
    assertThat(faulty.getInvalidParameters().toString()).contains("ncco[0].action");
    VoiceResponseException none =
        failure(() -> client.createCall(new Call("14155550100", "14155550101", "http://x")), 501);
    assertThat(none.getDetail()).contains("not implemented");
    CallId strangers = Rows.call(bridge, START, null);
    failure(() -> client.getCallDetails(strangers.value()), 404);
    CallId over = ours(START, START.plusSeconds(1));
    failure(() -> client.terminateCall(over.value()), 409);
  }

  private static VoiceResponseException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable asked, int status) {
    VoiceResponseException failure = catchThrowableOfType(VoiceResponseException.class, asked);
    assertThat(failure).isNotNull();
    assertThat(failure.getStatusCode()).isEqualTo(status);
    return failure;
  }

  // --- as others write them

  @Test
  void numbersAsTextsAndUnknownFieldsAreTaken() {
    ask(
            "PUT",
            "/" + call + "/talk",
            "{\"text\":\"Hi\",\"loop\":\"2\",\"level\":\"0.4\",\"style\":\"1\",\"premium\":true,"
                + "\"voice_name\":\"Kimberly\"}")
        .is(200);
    ask("PUT", "/" + call + "/stream", "{\"stream_url\":\"http://127.0.0.1/a\",\"loop\":\"0\"}")
        .is(200);
    ask("PUT", "/" + call + "/dtmf", "{\"digits\":1234}").is(200);
    ask("PUT", "/" + call + "/input/dtmf", "{\"event_url\":\"http://127.0.0.1/k\"}").is(204);
    assertThat(ASKED)
        .containsExactly(
            new VoiceCommand.Talk(call, leg, "Hi", null, 1, 0.4, 2),
            new VoiceCommand.Stream(call, leg, "http://127.0.0.1/a", 0, 0),
            new VoiceCommand.Digits(call, leg, "1234"),
            new ProgramCommand.Input(call, "http://127.0.0.1/k"));
    TestBridge.Result done = ask("PUT", "/" + call, "{\"action\":\"hangup\",\"x\":1}").is(204);
    assertThat(done.text()).isEmpty();
    assertThat(ask("GET", "/?page_size=1", null).is(200).json().getInteger("page_size"))
        .isEqualTo(1);
  }

  @Test
  void whatIsMissingOrOutOfRangeIsNamed() {
    assertThat(invalid(ask("PUT", "/" + call + "/talk", "{}"))).isEqualTo("text");
    assertThat(invalid(ask("PUT", "/" + call + "/talk", "{\"text\":\"a\",\"level\":\"1.5\"}")))
        .isEqualTo("level");
    assertThat(invalid(ask("PUT", "/" + call + "/talk", "{\"text\":\"a\",\"level\":\"NaN\"}")))
        .isEqualTo("level");
    assertThat(invalid(ask("PUT", "/" + call + "/talk", "{\"text\":\"a\",\"loop\":1.5}")))
        .isEqualTo("loop");
    assertThat(invalid(ask("PUT", "/" + call + "/stream", "{\"stream_url\":[]}")))
        .isEqualTo("stream_url");
    voice = new VoiceReply.Failed("url", "There is nothing.");
    assertThat(invalid(ask("PUT", "/" + call + "/stream", "{\"stream_url\":[\"http://a/\"]}")))
        .isEqualTo("stream_url");
    ASKED.clear();
    assertThat(invalid(ask("PUT", "/" + call, "{\"action\":\"dance\"}"))).isEqualTo("action");
    assertThat(invalid(ask("PUT", "/" + call, "{\"action\":\"transfer\"}")))
        .isEqualTo("destination");
    assertThat(invalid(ask("GET", "?page_size=101", null))).isEqualTo("page_size");
    assertThat(invalid(ask("GET", "?date_start=yesterday", null))).isEqualTo("date_start");
    assertThat(invalid(ask("GET", "?order=up", null))).isEqualTo("order");
    assertThat(invalid(ask("GET", "?status=lost", null))).isEqualTo("status");
    ask("PUT", "/" + call, "[1]").is(400);
    ask("PUT", "/" + call, "{").is(400);
    ask("GET", "/" + call + "/nothing", null).is(404);
    ask("DELETE", "", null).is(404);
    assertThat(ASKED).isEmpty();
  }

  @Test
  void aCallIsFoundByItsIdInCapitals() {
    ask("GET", "/" + call.value().toUpperCase(Locale.ROOT), null).is(200);
  }

  private static String invalid(TestBridge.Result result) {
    return result
        .is(400)
        .json()
        .getJsonArray("invalid_parameters")
        .getJsonObject(0)
        .getString("name");
  }

  @Test
  void whoHasNoTokenOfAnApplicationIsRefusedAndOursSeesNothingOfTheirs() {
    JsonObject refusal = bridge.callAs(null, "GET", "/vonage/v1/calls", null).is(401).json();
    assertThat(refusal.getString("title")).isEqualTo("Unauthorized");
    bridge.callAs(bridge.admin, "GET", "/vonage/v1/calls", null).is(401);
    String[] parts = token.split("\\.");
    String forged = parts[0] + "." + parts[1] + "." + parts[2].substring(0, 9) + "AAAA";
    bridge.callAs(forged, "PUT", "/vonage/v1/calls/" + call, "{\"action\":\"hangup\"}").is(401);
    bridge.callAs(token, "GET", "/v1/calls", null).is(401);
  }
}
