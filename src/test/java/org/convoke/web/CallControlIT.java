package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.convoke.bus.Addresses;
import org.convoke.bus.BusMessage;
import org.convoke.bus.CallReply;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.ProgramCommand;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.bus.SeatQuery;
import org.convoke.bus.SeatReply;
import org.convoke.bus.VoiceCommand;
import org.convoke.bus.VoiceReply;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What steers a live call by the API: what is asked of whom, and what comes of each reply. */
class CallControlIT {
  private static final RoomCommand.Actor API = RoomCommand.Actor.API;
  private static final Queue<BusMessage> ASKED = new ConcurrentLinkedQueue<>();
  private static volatile VoiceReply voice;
  private static volatile CallReply dialogue;
  private static volatile CallReply program;
  private static volatile SeatReply seat;
  private static TestBridge bridge;

  private CallId call;
  private LegId leg;
  private RoomId room;
  private RoomReply.Member member;

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
    bus.<IvrCommand>consumer(
        Addresses.IVR,
        message -> {
          ASKED.add(message.body());
          message.reply(dialogue);
        });
    bus.<BusMessage>consumer(
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
  void aLiveCallInARoom() {
    call = Rows.call(bridge, Instant.parse("2026-05-04T09:30:00Z"), null);
    CallReply.Described described = Rows.described(call);
    leg = described.leg();
    bridge.liveCalls.put(call, described);
    room = new RoomId(bridge.room("Steered").getString("id"));
    member = Members.joined("Ada");
    bridge.rosters.put(room, new RoomReply.Roster(true, false, false, List.of(member)));
    voice = new VoiceReply.Done();
    dialogue = new CallReply.Done();
    program = new CallReply.Done();
    seat = new SeatReply.At(room, member);
    bridge.roomCommands.clear();
    ASKED.clear();
  }

  private TestBridge.Result post(String action, Object body) {
    return bridge.call("POST", "/v1/calls/" + call + "/" + action, body);
  }

  @Test
  void soundsTextsAndKeysGoToTheVoices() {
    JsonObject shown = post("play", "{\"url\":\"http://127.0.0.1/a.wav\"}").is(200).json();
    assertThat(shown.getString("id")).isEqualTo(call.value());
    post("play", "{\"url\":\"http://127.0.0.1/a.wav\",\"level\":-0.5,\"loop\":0}").is(200);
    post("talk", "{\"text\":\"Hello\"}").is(200);
    post("talk", "{\"text\":\"Hallo\",\"language\":\"de-DE\",\"style\":1,\"loop\":3}").is(200);
    post("stop", null).is(200);
    post("dtmf", "{\"digits\":\"12p*#\"}").is(200);
    assertThat(ASKED)
        .containsExactly(
            new VoiceCommand.Stream(call, leg, "http://127.0.0.1/a.wav", 0, 1),
            new VoiceCommand.Stream(call, leg, "http://127.0.0.1/a.wav", -0.5, 0),
            new VoiceCommand.Talk(call, leg, "Hello", null, 0, 0, 1),
            new VoiceCommand.Talk(call, leg, "Hallo", "de-DE", 1, 0, 3),
            new VoiceCommand.StopTalk(call, leg),
            new VoiceCommand.StopStream(call, leg),
            new VoiceCommand.Digits(call, leg, "12p*#"));
    voice = new VoiceReply.Failed("url", "There is nothing.");
    JsonObject problem =
        post("play", "{\"url\":\"http://127.0.0.1/b\"}").problem(422, "invalid_value");
    assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("field")).isEqualTo("url");
    voice = new VoiceReply.Failed(null, "No voice is installed.");
    post("talk", "{\"text\":\"Hello\"}").problem(409, "voice_failed");
    assertThat(post("dtmf", "{\"digits\":\"12x\"}").fault("digits")).contains("0-9");
    post("play", "{\"url\":\"http://127.0.0.1/a\",\"level\":1.1}").fault("level");
    post("talk", "{}").fault("text");
  }

  @Test
  void muteEarmuffAndHoldGoToTheRoomWhereTheCallIs() {
    for (String action : List.of("mute", "unmute", "earmuff", "unearmuff", "hold", "resume")) {
      post(action, null).is(200);
    }
    assertThat(bridge.roomCommands)
        .filteredOn(command -> !(command instanceof RoomCommand.Snapshot))
        .containsExactly(
            new RoomCommand.Mute(room, member.id(), true, API),
            new RoomCommand.Mute(room, member.id(), false, API),
            new RoomCommand.Earmuff(room, member.id(), true, API),
            new RoomCommand.Earmuff(room, member.id(), false, API),
            new RoomCommand.Hold(room, member.id(), true, false),
            new RoomCommand.Hold(room, member.id(), false, false));
    seat = new SeatReply.Nowhere();
    post("mute", null).problem(409, "not_in_room");
    post("hold", null).problem(409, "not_in_room");
  }

  @Test
  void aCallIsMovedToARoomThatIsThere() {
    JsonObject shown =
        post("move", new JsonObject().put("room", room.value()).put("role", "speaker"))
            .is(200)
            .json();
    assertThat(shown.getString("room_id")).isEqualTo(room.value());
    assertThat(shown.getString("participant_id")).isEqualTo(member.id().value());
    assertThat(ASKED).containsExactly(new IvrCommand.Move(call, leg, room, Role.SPEAKER));
    JsonObject there = new JsonObject().put("room", room.value());
    dialogue = new CallReply.Refused("room", "The room is full.");
    assertThat(post("move", there).problem(409, "move_refused").getString("detail"))
        .isEqualTo("The room is full.");
    dialogue = new CallReply.Refused(null, "The call is in no room.");
    post("move", there).problem(409, "not_in_room");
    dialogue = new CallReply.Unknown();
    post("move", there).is(200);
    program = new CallReply.Unknown();
    post("move", there).problem(409, "not_movable");
    post("move", "{\"room\":\"" + RoomId.random() + "\"}").problem(422, "invalid_value");
    post("move", "{\"room\":\"nowhere\"}").problem(422, "invalid_value");
  }

  @Test
  void aProgramIsReplacedByAnNccoOrByAnUrl() {
    JsonArray ncco = new JsonArray().add(new JsonObject().put("action", "wait"));
    post("transfer", new JsonObject().put("ncco", ncco)).is(200);
    post("transfer", "{\"url\":\"http://127.0.0.1/ncco\"}").is(200);
    assertThat(ASKED)
        .containsExactly(
            new ProgramCommand.Replace(call, ncco.encode(), null),
            new ProgramCommand.Replace(call, null, "http://127.0.0.1/ncco"));
    program = new CallReply.Refused("ncco[0].action", "is unknown");
    JsonObject problem =
        post("transfer", new JsonObject().put("ncco", ncco)).problem(422, "invalid_value");
    assertThat(problem.getString("detail")).contains("ncco[0].action");
    program = new CallReply.Unknown();
    post("transfer", new JsonObject().put("ncco", ncco)).problem(409, "no_program");
    post("transfer", "{}").fault("body");
    post("transfer", new JsonObject().put("ncco", ncco).put("url", "http://127.0.0.1/")).is(400);
  }

  @Test
  void onlyAnsweredCallsAreSteeredAndThoseThatAreKnown() {
    CallReply.Described live = bridge.liveCalls.get(call);
    bridge.liveCalls.put(
        call, new CallReply.Described(call, leg, "ringing", false, null, live.quality()));
    List<String> all = List.of("stop", "mute", "unmute", "earmuff", "unearmuff", "hold", "resume");
    for (String action : all) {
      post(action, null).problem(409, "call_not_answered");
    }
    bridge.liveCalls.remove(call);
    for (String action : all) {
      post(action, null).problem(409, "call_over");
    }
    call = Rows.call(bridge, Instant.EPOCH, Instant.EPOCH.plusSeconds(9));
    Stream.of("talk", "dtmf").forEach(action -> post(action, "{}").is(400));
    post("talk", "{\"text\":\"Hello\"}").problem(409, "call_over");
    call = CallId.random();
    post("mute", null).problem(404, "not_found");
  }
}
