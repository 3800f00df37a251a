package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.bus.CallCommand;
import org.convoke.bus.PinChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.CallId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Participants, calls, numbers, trunks and SIP credentials. */
class ResourcesIT {
  private static TestBridge bridge;

  @BeforeAll
  static void start() {
    bridge = new TestBridge(Map.of());
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private static String key(String... scopes) {
    return await(bridge.stores().apiKeys().create("test", Set.of(scopes), null)).secret();
  }

  // --- participants

  @Test
  void participantsAreShownChangedAdmittedAndRemoved() {
    RoomId room = new RoomId(bridge.room("People").getString("id"));
    RoomReply.Member ada = Members.joined("Ada");
    RoomReply.Member bob = Members.waiting("Bob");
    bridge.rosters.put(room, new RoomReply.Roster(true, false, false, List.of(ada, bob)));
    String path = "/v1/rooms/" + room + "/participants";
    JsonObject page = bridge.call("GET", path + "?limit=1", null).is(200).json();
    assertThat(page.getJsonArray("items")).hasSize(1);
    JsonObject rest =
        bridge.call("GET", path + "?cursor=" + page.getString("next"), null).is(200).json();
    assertThat(rest.getJsonArray("items")).hasSize(1);
    assertThat(rest.getString("next")).isNull();
    JsonObject one = bridge.call("GET", path + "/" + ada.id(), null).is(200).json();
    assertThat(one.getString("name")).isEqualTo("Ada");
    assertThat(one.getString("from")).isEqualTo("*********123");
    assertThat(one.getString("via")).isEqualTo("phone");
    assertThat(one.getBoolean("away")).isFalse();
    assertThat(one.getString("line")).isEmpty();
    assertThat(one.getString("role")).isEqualTo("host");
    assertThat(one.getInteger("volume")).isEqualTo(-3);
    assertThat(one.getBoolean("hand_raised")).isTrue();
    bridge.roomCommands.clear();
    String change =
        "{\"muted\":true,\"held\":true,\"volume\":-40,\"role\":\"guest\",\"name\":\"A\","
            + "\"hand_raised\":false}";
    bridge.call("PATCH", path + "/" + ada.id(), change).is(200);
    assertThat(bridge.roomCommands)
        .filteredOn(command -> !(command instanceof RoomCommand.Snapshot))
        .containsExactly(
            new RoomCommand.Rename(room, ada.id(), "A"),
            new RoomCommand.SetRole(room, ada.id(), Role.GUEST),
            new RoomCommand.Volume(room, ada.id(), -40),
            new RoomCommand.Hold(room, ada.id(), true, false),
            new RoomCommand.Mute(room, ada.id(), true, RoomCommand.Actor.API),
            new RoomCommand.RaiseHand(room, ada.id(), false, RoomCommand.Actor.API));
    bridge.call("POST", path + "/" + bob.id() + "/admit", null).is(200);
    bridge.call("DELETE", path + "/" + bob.id(), null).is(204);
    assertThat(bridge.roomCommands)
        .contains(
            new RoomCommand.Admit(room, bob.id(), RoomCommand.Actor.API),
            new RoomCommand.Remove(room, bob.id(), RoomCommand.Actor.API));
    assertThat(bridge.call("PATCH", path + "/" + ada.id(), "{\"volume\":21}").fault("volume"))
        .isEqualTo("must be from -40 to 20");
    bridge.call("PATCH", path + "/" + ada.id(), "{}").fault("body");
    String stranger = path + "/" + Members.joined("x").id();
    bridge.call("GET", stranger, null).problem(404, "not_found");
    bridge.call("PATCH", stranger, "{\"muted\":true}").problem(404, "not_found");
    bridge.call("DELETE", stranger, null).problem(404, "not_found");
    bridge.call("GET", path + "/none", null).problem(404, "not_found");
  }

  // --- calls

  @Test
  void callsThatAreNotThereAreNotFound() {
    bridge.call("GET", "/v1/calls", null).is(200);
    bridge.call("GET", "/v1/calls/" + CallId.random(), null).problem(404, "not_found");
    bridge.call("DELETE", "/v1/calls/" + CallId.random(), null).problem(404, "not_found");
    bridge.call("GET", "/v1/calls/" + CallId.random() + "/events", null).problem(404, "not_found");
    assertThat(bridge.call("GET", "/v1/calls?state=lost", null).fault("state"))
        .isEqualTo("must be one of ringing, answered, completed");
    bridge.call("GET", "/v1/calls?room=x", null).fault("room");
  }

  @Test
  void aCallIsShownWithWhatIsKnownAndHungUp() {
    CallId id = Rows.call(bridge, Instant.parse("2026-05-04T09:30:00Z"), null);
    JsonObject stored = bridge.call("GET", "/v1/calls/" + id, null).is(200).json();
    assertThat(stored.getString("state")).isEqualTo("answered");
    bridge.call("DELETE", "/v1/calls/" + id, null).problem(409, "call_over");
    bridge.liveCalls.put(id, Rows.described(id));
    JsonObject live = bridge.call("GET", "/v1/calls/" + id, null).is(200).json();
    assertThat(live.getBoolean("held")).isTrue();
    assertThat(live.getString("codec")).isEqualTo("PCMU");
    assertThat(live.getJsonObject("quality").getDouble("mos")).isEqualTo(4.4);
    assertThat(live.getString("remote_address")).isEqualTo("192.0.2.1:4000");
    JsonObject listed =
        bridge
            .call("GET", "/v1/calls?state=answered", null)
            .json()
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(listed.getJsonObject("quality")).isEqualTo(live.getJsonObject("quality"));
    bridge.callCommands.clear();
    bridge.call("DELETE", "/v1/calls/" + id, null).is(204);
    assertThat(bridge.callCommands)
        .filteredOn(command -> !(command instanceof CallCommand.DescribeAll))
        .containsExactly(new CallCommand.HangUp(id, "api"));
    CallId over =
        Rows.call(
            bridge, Instant.parse("2026-05-04T09:30:00Z"), Instant.parse("2026-05-04T09:31:00Z"));
    JsonObject ended = bridge.call("GET", "/v1/calls/" + over, null).is(200).json();
    assertThat(ended.getString("state")).isEqualTo("completed");
    assertThat(ended.getInteger("sip_code")).isEqualTo(200);
    assertThat(ended.getLong("duration_ms")).isEqualTo(60_000);
    bridge.call("DELETE", "/v1/calls/" + over, null).problem(409, "call_over");
  }

  @Test
  void aBrowsersCallIsShownAndHungUpLikeAPhones() {
    CallId phone = Rows.call(bridge, Instant.parse("2026-05-04T09:30:00Z"), null);
    CallId browser = Rows.call(bridge, Instant.parse("2026-05-04T09:30:01Z"), null);
    bridge.liveCalls.put(phone, Rows.described(phone));
    bridge.liveBrowsers.put(browser, Rows.described(browser));
    for (CallId id : new CallId[] {phone, browser}) {
      JsonObject live = bridge.call("GET", "/v1/calls/" + id, null).is(200).json();
      assertThat(live.getJsonObject("quality").getDouble("mos")).isEqualTo(4.4);
    }
    assertThat(bridge.call("GET", "/v1/calls?state=answered", null).json().getJsonArray("items"))
        .extracting(call -> ((JsonObject) call).getJsonObject("quality").getDouble("mos"))
        .startsWith(4.4, 4.4);
    bridge.browserCommands.clear();
    bridge.call("DELETE", "/v1/calls/" + browser, null).is(204);
    assertThat(bridge.browserCommands).contains(new CallCommand.HangUp(browser, "api"));
  }

  // --- numbers, trunks, credentials

  @Test
  void numbersAskForAPinOrLeadIntoARoom() {
    String room = bridge.room("Direct").getString("id");
    String body =
        "{\"number\":\"+4930555\",\"display\":\"+49 30 555\",\"room_id\":\"" + room + "\"}";
    var made = bridge.call("POST", "/v1/numbers", body).is(201);
    assertThat(made.json().getString("room_id")).isEqualTo(room);
    assertThat(made.json().getValue("risk")).isNull();
    assertThat(made.header("Location")).isEqualTo("/v1/numbers/%2B4930555");
    bridge.call("GET", "/v1/numbers/+4930555", null).is(200);
    bridge.call("GET", made.header("Location"), null).is(200);
    bridge.call("POST", "/v1/numbers", body).problem(409, "number_taken");
    JsonArray dialIn = bridge.call("GET", "/v1/rooms/" + room, null).json().getJsonArray("dial_in");
    assertThat(dialIn.stream().map(one -> ((JsonObject) one).getString("tel_uri")))
        .contains("tel:+4930555");
    JsonObject thousand = bridge.call("GET", "/v1/numbers/1000", null).is(200).json();
    assertThat(thousand.getJsonObject("risk").getInteger("wrong_pins_per_day")).isEqualTo(100);
    assertThat(bridge.call("GET", "/v1/numbers", null).is(200).json().getJsonArray("items"))
        .hasSizeGreaterThan(1);
    bridge.call("DELETE", "/v1/numbers/%2B4930555", null).is(204);
    bridge.call("DELETE", "/v1/numbers/%2B4930555", null).problem(404, "not_found");
    assertThat(bridge.pinChanges)
        .contains(
            new PinChange.NumberMade("+4930555", new RoomId(room), null),
            new PinChange.NumberGone("+4930555"));
    assertThat(bridge.call("POST", "/v1/numbers", "{\"number\":\"12a\"}").fault("number"))
        .contains("digits");
    bridge
        .call("POST", "/v1/numbers", "{\"number\":\"88\",\"room_id\":\"aaaa-aaaa-aaaa\"}")
        .problem(409, "room_unknown");
  }

  @Test
  void trunksAreKeptWithoutShowingTheirPassword() {
    bridge.callCommands.clear();
    String body =
        "{\"name\":\"One\",\"addresses\":[\"203.0.113.9/28\",\"2001:db8::/64\"],"
            + "\"username\":\"one\",\"password\":\"very-secret\",\"srtp\":\"required\"}";
    var made = bridge.call("POST", "/v1/trunks", body).is(201);
    assertThat(made.text()).doesNotContain("very-secret");
    assertThat(made.json().getJsonArray("addresses"))
        .isEqualTo(new JsonArray().add("203.0.113.0/28").add("2001:db8:0:0:0:0:0:0/64"));
    assertThat(made.json().getString("srtp")).isEqualTo("required");
    assertThat(bridge.callCommands).contains(new CallCommand.SourcesChanged());
    String path = made.header("Location");
    JsonObject off = bridge.call("PATCH", path, "{\"enabled\":false}").is(200).json();
    assertThat(off.getBoolean("enabled")).isFalse();
    assertThat(off.getString("username")).isEqualTo("one");
    JsonObject plain = bridge.call("PATCH", path, "{\"username\":null}").is(200).json();
    assertThat(plain.getString("username")).isNull();
    assertThat(bridge.call("PATCH", path, "{\"addresses\":[]}").fault("addresses"))
        .contains("not be empty");
    bridge
        .call("POST", "/v1/trunks", "{\"name\":\"One\",\"addresses\":[\"10.1.1.1\"]}")
        .problem(409, "name_taken");
    String wrong = "{\"name\":\"Two\",\"addresses\":[\"10.1.1.1\",\"10.1.1.0/33\"]}";
    assertThat(bridge.call("POST", "/v1/trunks", wrong).fault("addresses[1]")).contains("32");
    assertThat(
            bridge
                .call("POST", "/v1/trunks", "{\"name\":\"T\",\"username\":\"u\"}")
                .fault("password"))
        .contains("go together");
    assertThat(bridge.call("GET", "/v1/trunks", null).is(200).text()).doesNotContain("password");
    bridge.call("DELETE", path, null).is(204);
    bridge.call("GET", path, null).problem(404, "not_found");
    bridge.call("PATCH", path, "{\"enabled\":true}").problem(404, "not_found");
  }

  @Test
  void sipCredentialsAreShownOnceAndMakingNewOnesEndsTheOldOnes() {
    String mine = key("trunks:read", "trunks:write");
    JsonObject first = bridge.callAs(mine, "POST", "/v1/sip-credentials", null).is(201).json();
    assertThat(first.getString("password")).hasSizeGreaterThan(11);
    assertThat(first.getString("algorithm")).isEqualTo("MD5");
    JsonObject second =
        bridge
            .callAs(mine, "POST", "/v1/sip-credentials", "{\"algorithm\":\"SHA-256\"}")
            .is(201)
            .json();
    var list = bridge.callAs(mine, "GET", "/v1/sip-credentials", null).is(200);
    assertThat(list.text()).doesNotContain(second.getString("password"));
    assertThat(list.json().getJsonArray("items")).hasSize(1);
    assertThat(list.json().getJsonArray("items").getJsonObject(0).getString("id"))
        .isEqualTo(second.getString("id"));
    String path = "/v1/sip-credentials/" + second.getString("id");
    bridge.callAs(key("trunks:write"), "DELETE", path, null).problem(404, "not_found");
    bridge.callAs(mine, "DELETE", path, null).is(204);
  }
}
