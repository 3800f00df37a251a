package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.convoke.bus.Fact;
import org.convoke.bus.PinChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.Pin;
import org.convoke.id.PinRules;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomsIT {
  private static TestBridge bridge;

  @BeforeAll
  static void start() {
    bridge = new TestBridge(Map.of());
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @BeforeEach
  void forget() {
    bridge.roomCommands.clear();
    bridge.facts.clear();
    bridge.pinChanges.clear();
  }

  @Test
  void aNewRoomSaysAllThatOneNeedsToGetIn() {
    var made = bridge.call("POST", "/v1/rooms", new JsonObject().put("name", "Ada's")).is(201);
    JsonObject room = made.json();
    String id = room.getString("id");
    assertThat(made.header("Location")).isEqualTo("/v1/rooms/" + id);
    assertThat(RoomId.isRoomId(id)).isTrue();
    assertThat(PinRules.fault(room.getString("pin"), 4)).isEmpty();
    assertThat(PinRules.fault(room.getString("host_pin"), 4)).isEmpty();
    assertThat(room.getString("host_pin")).isNotEqualTo(room.getString("pin"));
    assertThat(room.getString("state")).isEqualTo("idle");
    assertThat(room.getString("join_url"))
        .isEqualTo("http://127.0.0.1:" + bridge.verticle.port() + "/room/" + id);
    assertThat(room.getString("sip_uri")).isEqualTo("sip:" + id + "@127.0.0.1:5060");
    assertThat(room.getJsonArray("dial_in").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("number", "1000")
                .put("display", "1000")
                .put("tel_uri", "tel:1000,," + room.getString("pin") + "%23")
                .put("direct", false));
    assertThat(room.getString("announce")).isEqualTo("tones");
    assertThat(room.getInteger("participants_count")).isZero();
    assertThat(room.getString("created_at")).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z");
    assertThat(bridge.call("GET", "/v1/rooms/" + id, null).is(200).json()).isEqualTo(room);
    assertThat(bridge.facts)
        .extracting(Fact::type, fact -> fact.room().value())
        .containsExactly(tuple("room.created", id));
    assertThat(bridge.roomCommands)
        .contains(new RoomCommand.SettingsChanged(new RoomId(room.getString("id"))));
  }

  @Test
  void everyFieldOfANewRoomIsKept() {
    JsonObject room =
        bridge.room(
            "Full",
            "pin",
            "738291",
            "host_pin",
            "402817",
            "max_participants",
            7,
            "ends_when_host_leaves",
            true,
            "wait_for_host",
            true,
            "announce",
            "off",
            "expires_at",
            "2090-01-01T00:00:00+01:00",
            "metadata",
            new JsonObject().put("team", "blue"),
            "language",
            "de",
            "number",
            "1000");
    JsonObject shown = bridge.call("GET", "/v1/rooms/" + room.getString("id"), null).json();
    assertThat(shown).isEqualTo(room);
    assertThat(shown.getString("pin")).isEqualTo("738291");
    assertThat(shown.getString("host_pin")).isEqualTo("402817");
    assertThat(shown.getInteger("pin_length")).isEqualTo(6);
    assertThat(shown.getInteger("max_participants")).isEqualTo(7);
    assertThat(shown.getBoolean("ends_when_host_leaves")).isTrue();
    assertThat(shown.getBoolean("wait_for_host")).isTrue();
    assertThat(shown.getString("announce")).isEqualTo("off");
    assertThat(shown.getString("expires_at")).isEqualTo("2089-12-31T23:00:00.000Z");
    assertThat(shown.getJsonObject("metadata")).isEqualTo(new JsonObject().put("team", "blue"));
    assertThat(shown.getString("language")).isEqualTo("de");
    assertThat(shown.getString("number")).isEqualTo("1000");
  }

  @Test
  void aRoomMayHaveNoHostPinAndLongerPins() {
    JsonObject room = bridge.room("No host", "host_pin", null, "pin_length", 9);
    assertThat(room.getString("host_pin")).isNull();
    assertThat(room.getString("pin")).hasSize(9);
    assertThat(bridge.room("Host", "host_pin", true).getString("host_pin")).hasSize(4);
  }

  @Test
  void whatCannotBeARoomIsRefusedByField() {
    assertThat(create("{}").fault("name")).isEqualTo("is required");
    assertThat(create("{\"name\":\"a\",\"colour\":1}").fault("colour"))
        .isEqualTo("is not known here");
    assertThat(create("{\"name\":7}").fault("name")).isEqualTo("must be a text");
    assertThat(create("{\"name\":\"\"}").fault("name")).contains("at least 1 character");
    assertThat(create("{\"name\":\" \"}").fault("name")).contains("visible");
    assertThat(create("{\"name\":\"a\",\"pin\":\"12a4\"}").fault("pin")).contains("4 to 10 digits");
    assertThat(create("{\"name\":\"a\",\"pin\":\"0482\"}").fault("pin")).contains("0");
    assertThat(create("{\"name\":\"a\",\"pin\":\"1111\"}").fault("pin")).contains("1111");
    assertThat(create("{\"name\":\"a\",\"pin\":\"4821\",\"pin_length\":5}").fault("pin"))
        .contains("5 digits");
    assertThat(create("{\"name\":\"a\",\"pin_length\":3}").fault("pin_length"))
        .isEqualTo("must be from 4 to 10");
    assertThat(create("{\"name\":\"a\",\"pin_length\":4.5}").fault("pin_length"))
        .contains("whole number");
    assertThat(create("{\"name\":\"a\",\"announce\":\"loud\"}").fault("announce"))
        .isEqualTo("must be one of tones, names, off");
    assertThat(create("{\"name\":\"a\",\"expires_at\":\"soon\"}").fault("expires_at"))
        .contains("RFC 3339");
    assertThat(
            create("{\"name\":\"a\",\"expires_at\":\"2001-01-01T00:00:00Z\"}").fault("expires_at"))
        .contains("to come");
    assertThat(create("{\"name\":\"a\",\"max_participants\":0}").fault("max_participants"))
        .contains("from 1");
    assertThat(create("{\"name\":\"a\",\"pin\":\"4831\",\"host_pin\":\"4831\"}").fault("host_pin"))
        .contains("differ");
    String long5k = "x".repeat(5000);
    assertThat(create("{\"name\":\"a\",\"metadata\":{\"k\":\"" + long5k + "\"}}").fault("metadata"))
        .contains("4 KiB");
    assertThat(create("[]").fault("body")).isEqualTo("must be an object");
    assertThat(create("").fault("body")).isEqualTo("is required");
  }

  private static TestBridge.Result create(String body) {
    return bridge.call("POST", "/v1/rooms", body);
  }

  @Test
  void severalFaultsAreNamedAtOnce() {
    JsonArray errors =
        create("{\"name\":\"\",\"pin_length\":99,\"x\":1}")
            .problem(400, "invalid_request")
            .getJsonArray("errors");
    assertThat(errors.stream().map(error -> ((JsonObject) error).getString("field")))
        .containsExactlyInAnyOrder("name", "pin_length", "x");
  }

  @Test
  void aRoomHasALinkByNameAndWaysToComeInByIt() {
    JsonObject plain = bridge.room("Plain");
    assertThat(plain.getString("slug")).isEqualTo(plain.getString("id"));
    assertThat(plain.getString("access")).isEqualTo("open");
    assertThat(plain.getBoolean("created_by_visit")).isFalse();
    JsonObject room = bridge.room("Named", "slug", "weekly-planning", "access", "knock");
    assertThat(room.getString("join_url")).endsWith("/room/weekly-planning");
    assertThat(room.getString("access")).isEqualTo("knock");
    create("{\"name\":\"x\",\"slug\":\"weekly-planning\"}").problem(409, "slug_taken");
    String path = "/v1/rooms/" + room.getString("id");
    JsonObject patch = new JsonObject().put("slug", "planning").put("access", "token");
    JsonObject changed = bridge.call("PATCH", path, patch).is(200).json();
    assertThat(changed.getString("slug")).isEqualTo("planning");
    assertThat(changed.getString("access")).isEqualTo("token");
    bridge
        .call("PATCH", "/v1/rooms/" + plain.getString("id"), "{\"slug\":\"planning\"}")
        .problem(409, "slug_taken");
    changed = bridge.call("PATCH", path, "{\"slug\":null,\"access\":null}").is(200).json();
    assertThat(changed.getString("slug")).isEqualTo(room.getString("id"));
    assertThat(changed.getString("access")).isEqualTo("open");
  }

  @Test
  void whatCannotBeALinkIsRefused() {
    for (String slug : List.of("", "-a", "Weekly", "a b", "a/b", "ä", "x".repeat(65))) {
      assertThat(create(new JsonObject().put("name", "a").put("slug", slug).encode()).fault("slug"))
          .contains("1 to 64");
    }
    assertThat(create("{\"name\":\"a\",\"slug\":\"kvrm-7t2p-hx9c\"}").fault("slug"))
        .contains("id of a room");
    assertThat(create("{\"name\":\"a\",\"access\":\"closed\"}").fault("access"))
        .contains("one of open, token, knock");
  }

  @Test
  void aPinThatAnotherRoomHasIsAConflict() {
    bridge.room("First", "pin", "594832");
    var second = create("{\"name\":\"Second\",\"pin\":\"594832\"}");
    JsonObject problem = second.problem(409, "pin_taken");
    assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("field")).isEqualTo("pin");
    create("{\"name\":\"x\",\"number\":\"777\"}").problem(409, "number_unknown");
  }

  @Test
  void aChangeTouchesOnlyWhatIsGivenAndNullResets() {
    JsonObject room = bridge.room("Before", "max_participants", 5, "wait_for_host", true);
    String path = "/v1/rooms/" + room.getString("id");
    JsonObject patch = new JsonObject().put("name", "After").putNull("max_participants");
    JsonObject changed = bridge.call("PATCH", path, patch).is(200).json();
    assertThat(changed.getString("name")).isEqualTo("After");
    assertThat(changed.getInteger("max_participants")).isEqualTo(2000);
    assertThat(changed.getBoolean("wait_for_host")).isTrue();
    assertThat(changed.getString("pin")).isEqualTo(room.getString("pin"));
    assertThat(bridge.roomCommands)
        .contains(new RoomCommand.SettingsChanged(new RoomId(room.getString("id"))));
    assertThat(bridge.facts)
        .filteredOn(fact -> fact.type().equals("room.updated"))
        .extracting(Fact::data)
        .containsExactly(Map.of("changed", List.of("max_participants", "name")));
    bridge.call("PATCH", path, "{\"pin\":\"4444\"}").fault("pin");
    bridge.call("PATCH", path, "{}").fault("body");
    bridge.call("PATCH", "/v1/rooms/aaaa-aaaa-aaaa", patch).problem(404, "not_found");
  }

  @Test
  void aDeletedRoomIsGoneAndItsCallsAreEnded() {
    JsonObject room = bridge.room("Short");
    RoomId id = new RoomId(room.getString("id"));
    String path = "/v1/rooms/" + id;
    assertThat(bridge.call("DELETE", path, null).is(204).text()).isEmpty();
    assertThat(bridge.roomCommands)
        .contains(new RoomCommand.End(id, "deleted", RoomCommand.Actor.API));
    assertThat(bridge.facts).extracting(Fact::type).contains("room.deleted");
    bridge.call("GET", path, null).problem(404, "not_found");
    bridge.call("DELETE", path, null).problem(404, "not_found");
    bridge.call("POST", path + "/lock", null).problem(404, "not_found");
    bridge.call("GET", "/v1/rooms/nonsense", null).problem(404, "not_found");
  }

  @Test
  void newPinsReplaceTheOldOnes() {
    JsonObject room = bridge.room("Pins");
    String path = "/v1/rooms/" + room.getString("id") + "/pin";
    JsonObject renewed = bridge.call("POST", path, null).is(200).json();
    assertThat(renewed.getString("pin")).hasSize(4).isNotEqualTo(room.getString("pin"));
    JsonObject longer = bridge.call("POST", path, "{\"pin_length\":7}").is(200).json();
    assertThat(longer.getString("pin")).hasSize(7);
    assertThat(longer.getString("host_pin")).hasSize(7);
    assertThat(bridge.call("POST", path, "{\"pin_length\":11}").fault("pin_length"))
        .contains("4 to 10");
  }

  @Test
  void whoLetsCallersInIsToldOfEachChangeOfAPin() {
    JsonObject room = bridge.room("Told", "pin", "738264", "host_pin", "402855");
    RoomId id = new RoomId(room.getString("id"));
    JsonObject until = new JsonObject().put("expires_at", "2099-01-01T00:00:00Z");
    bridge.call("PATCH", "/v1/rooms/" + id, until).is(200);
    JsonObject renewed = bridge.call("POST", "/v1/rooms/" + id + "/pin", null).is(200).json();
    bridge.call("DELETE", "/v1/rooms/" + id, null).is(204);
    Pin pin = new Pin("738264");
    Pin hostPin = new Pin("402855");
    Instant end = Instant.parse("2099-01-01T00:00:00Z");
    Pin newPin = new Pin(renewed.getString("pin"));
    Pin newHostPin = new Pin(renewed.getString("host_pin"));
    assertThat(bridge.pinChanges)
        .containsExactly(
            new PinChange.RoomPins(id, null, pin, hostPin, null),
            new PinChange.RoomPins(id, null, pin, hostPin, end),
            new PinChange.RoomPins(id, null, newPin, newHostPin, end),
            new PinChange.RoomGone(id));
    assertThat(bridge.pinChanges.toString()).doesNotContain("738264", "402855");
  }

  @Test
  void lockMuteAndEndAreCommandsToTheRoom() {
    RoomId id = new RoomId(bridge.room("Commands").getString("id"));
    bridge.roomCommands.clear();
    String path = "/v1/rooms/" + id;
    bridge.call("POST", path + "/lock", null).is(200);
    bridge.call("POST", path + "/unlock", "{}").is(200);
    bridge.call("POST", path + "/mute", null).is(200);
    bridge.call("POST", path + "/mute", "{\"muted\":false}").is(200);
    bridge.call("POST", path + "/unmute", null).is(200);
    bridge.call("POST", path + "/end", null).is(200);
    RoomCommand.Actor api = RoomCommand.Actor.API;
    assertThat(bridge.roomCommands)
        .filteredOn(command -> !(command instanceof RoomCommand.Snapshot))
        .containsExactly(
            new RoomCommand.Lock(id, true, api),
            new RoomCommand.Lock(id, false, api),
            new RoomCommand.MuteAll(id, true, api),
            new RoomCommand.MuteAll(id, false, api),
            new RoomCommand.MuteAll(id, false, api),
            new RoomCommand.End(id, "ended_by_api", api));
    bridge.call("POST", path + "/lock", "{\"x\":1}").fault("body");
  }

  @Test
  void aLiveRoomShowsWhatItsVerticleSays() {
    RoomId id = new RoomId(bridge.room("Live").getString("id"));
    bridge.rosters.put(
        id,
        new RoomReply.Roster(
            true, true, true, List.of(Members.joined("Ada"), Members.waiting("Bob"))));
    JsonObject room = bridge.call("GET", "/v1/rooms/" + id, null).json();
    assertThat(room.getString("state")).isEqualTo("live");
    assertThat(room.getBoolean("locked")).isTrue();
    assertThat(room.getBoolean("muted")).isTrue();
    assertThat(room.getInteger("participants_count")).isEqualTo(1);
    assertThat(room.getInteger("waiting_count")).isEqualTo(1);
  }

  @Test
  void theBridgeHasOnlySoManyRooms() {
    try (TestBridge small = new TestBridge(Map.of("rooms.max_rooms", "2"))) {
      small.room("One", "number", "1000");
      small.room("Two");
      small
          .call("POST", "/v1/rooms", new JsonObject().put("name", "Three"))
          .problem(409, "rooms_exhausted");
    }
  }

  @Test
  void theListIsReadPageByPage() {
    for (int i = 0; i < 5; i++) {
      bridge.room("Page " + i);
    }
    JsonObject first = bridge.call("GET", "/v1/rooms?limit=3", null).is(200).json();
    assertThat(first.getJsonArray("items")).hasSize(3);
    assertThat(first.getJsonArray("items").getJsonObject(0).getString("name")).isEqualTo("Page 4");
    String next = first.getString("next");
    JsonObject second = bridge.call("GET", "/v1/rooms?limit=2&cursor=" + next, null).json();
    assertThat(second.getJsonArray("items").getJsonObject(0).getString("name")).isEqualTo("Page 1");
    assertThat(bridge.call("GET", "/v1/rooms?cursor=abc", null).fault("cursor"))
        .contains("not the next");
    assertThat(bridge.call("GET", "/v1/calls?cursor=" + next, null).fault("cursor"))
        .contains("not the next");
    assertThat(bridge.call("GET", "/v1/rooms?limit=0", null).fault("limit"))
        .isEqualTo("must be from 1 to 200");
    assertThat(bridge.call("GET", "/v1/rooms?limit=x", null).fault("limit"))
        .isEqualTo("must be a whole number");
    assertThat(bridge.call("GET", "/v1/rooms?limt=3", null).fault("limt")).contains("no parameter");
  }
}
