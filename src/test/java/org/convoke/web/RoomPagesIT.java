package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.convoke.bus.PinChange;
import org.convoke.store.Rooms.Access;
import org.convoke.store.Rooms.Room;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoomPagesIT {
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  private static TestBridge bridge;

  @BeforeAll
  static void open() {
    bridge = new TestBridge(Map.of());
  }

  @AfterAll
  static void close() {
    bridge.close();
  }

  private static TestBridge.Result visit(TestBridge at, String slug, String... headers) {
    List<String> all = new ArrayList<>(List.of("Accept", BROWSER));
    all.addAll(List.of(headers));
    TestBridge.Result result =
        at.callAs(null, "GET", "/room/" + slug, null, all.toArray(String[]::new));
    at.settle();
    return result;
  }

  private static TestBridge.Result visit(String slug, String... headers) {
    return visit(bridge, slug, headers);
  }

  private static Optional<Room> stored(String slug) {
    return await(bridge.stores().rooms().findByLink(slug));
  }

  @Test
  void theFirstVisitMakesTheRoomAndTheSecondFindsIt() {
    var page = visit("weekly-planning").is(200);
    Room room = stored("weekly-planning").orElseThrow();
    assertThat(room.name()).isEqualTo("Weekly planning");
    assertThat(room.createdByVisit()).isTrue();
    assertThat(room.access()).isEqualTo(Access.OPEN);
    assertThat(room.pin()).isNotNull();
    assertThat(room.hostPin()).isNotNull();
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    assertThat(page.text())
        .contains("data-slug=\"weekly-planning\"", "data-name=\"Weekly planning\"")
        .contains("data-access=\"open\"", "data-language=\"en\"")
        .contains(room.pin().digits())
        .doesNotContain(room.hostPin().digits());
    assertThat(bridge.pinChanges)
        .contains(new PinChange.RoomPins(room.id(), null, room.pin(), room.hostPin(), null));
    assertThat(bridge.facts)
        .filteredOn(fact -> room.id().equals(fact.room()))
        .singleElement()
        .satisfies(fact -> {
          assertThat(fact.type()).isEqualTo("room.created");
          assertThat(fact.data()).containsEntry("created_by_visit", true);
        });
    visit("weekly-planning").is(200);
    visit(room.id().value()).is(200);
    assertThat(stored("weekly-planning")).contains(room);
    JsonObject shown = bridge.call("GET", "/v1/rooms/" + room.id(), null).is(200).json();
    assertThat(shown.getBoolean("created_by_visit")).isTrue();
    assertThat(shown.getString("join_url")).endsWith("/room/weekly-planning");
  }

  @Test
  void whoeverCanShowHtmlMakesARoom() {
    bridge.callAs(null, "GET", "/room/without-accept", null).is(200);
    bridge.callAs(null, "GET", "/room/with-stars", null, "Accept", "*/*").is(200);
    visit("by-chromium", "Sec-Fetch-Dest", "document", "Sec-Fetch-Mode", "navigate").is(200);
  }

  @Test
  void whoeverDoesNotLookAtThePageMakesNone() {
    bridge.callAs(null, "HEAD", "/room/looked-up", null, "Accept", BROWSER).is(404);
    bridge.callAs(null, "GET", "/room/looked-up", null, "Accept", "application/json").is(404);
    visit("looked-up", "Sec-Purpose", "prefetch;prerender").is(404);
    visit("looked-up", "Purpose", "prefetch").is(404);
    visit("looked-up", "Sec-Fetch-Dest", "image").is(404);
    bridge.callAs(null, "GET", "/room/looked-up/people", null).is(404);
    bridge.callAs(null, "POST", "/room/looked-up", null).is(405);
    assertThat(stored("looked-up")).isEmpty();
    visit("looked-up").is(200);
    bridge.callAs(null, "HEAD", "/room/looked-up", null, "Accept", BROWSER).is(200);
  }

  @Test
  void aRoomHasAPageForThoseWhoOnlyListen() {
    assertThat(visit("lecture/listen").is(200).text())
        .contains("data-slug=\"lecture\"", " data-listen");
    assertThat(visit("lecture").is(200).text()).doesNotContain(" data-listen");
    assertThat(stored("lecture")).isPresent();
  }

  @Test
  void whatIsNoLinkIsToldSo() {
    for (String slug : List.of("Weekly", "a_b", "-a", "a.b", "%C3%A4", "a%2Fb", "x".repeat(65))) {
      assertThat(visit(slug).is(404).text()).as(slug).contains("1 to 64 small letters");
    }
    String unknown = "kvrm-7t2p-hx9c";
    assertThat(visit(unknown).is(404).text()).contains("There is no such room");
    assertThat(stored(unknown)).isEmpty();
  }

  @Test
  void manyFirstVisitorsAtOnceGetOneRoom() {
    List<CompletableFuture<Integer>> visits = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      visits.add(
          bridge
              .client()
              .sendAsync(bridge.request("/room/rush-hour").build(), BodyHandlers.discarding())
              .thenApply(HttpResponse::statusCode));
    }
    assertThat(visits).allSatisfy(visit -> assertThat(visit.join()).isEqualTo(200));
    long rooms =
        await(
                bridge
                    .stores()
                    .database()
                    .query("select count(*) from rooms where slug = $1", Tuple.of("rush-hour")))
            .iterator()
            .next()
            .getLong(0);
    assertThat(rooms).isEqualTo(1);
  }

  @Test
  void oneAddressMakesOnlySoManyRooms() {
    String[] proxied = {"X-Forwarded-For", "10.0.0.1, 192.0.2.7"};
    for (int i = 0; i < 10; i++) {
      visit("from-outside-" + i, proxied).is(200);
    }
    var refused = visit("from-outside-10", proxied).is(429);
    assertThat(refused.text()).contains("Too many new rooms");
    assertThat(refused.header("Retry-After")).isEqualTo("600");
    visit("from-outside-9", proxied).is(200);
    visit("from-outside-10", "X-Forwarded-For", "192.0.2.8").is(200);
  }

  @Test
  void aRoomThatWantsATokenOrAKnockDoesNotTellItsPin() {
    for (String access : List.of("token", "knock")) {
      JsonObject room = bridge.room("Private", "slug", "private-" + access, "access", access);
      var page = visit("private-" + access).is(200);
      assertThat(page.text())
          .contains("data-access=\"" + access + "\"", "tel:1000")
          .doesNotContain(room.getString("pin"));
    }
  }

  @Test
  void aClosedRoomSaysSo() {
    visit("short-lived").is(200);
    await(
        bridge
            .stores()
            .database()
            .query(
                "update rooms set expires_at = now() - interval '1 second' where slug = $1",
                Tuple.of("short-lived")));
    assertThat(visit("short-lived").is(410).text()).contains("has closed");
  }

  @Test
  void aBridgeMayMakeNoRoomsByVisitsOrOnlySome() {
    try (TestBridge off = new TestBridge(Map.of("rooms.create_on_visit", "false"))) {
      visit(off, "nobody").is(404);
    }
    try (TestBridge tokens = new TestBridge(Map.of("rooms.access", "token"))) {
      visit(tokens, "nobody").is(404);
      assertThat(tokens.room("Made").getString("access")).isEqualTo("token");
    }
    try (TestBridge knocks =
        new TestBridge(Map.of("rooms.access", "knock", "rooms.max_rooms", "1"))) {
      assertThat(visit(knocks, "one").is(200).text()).contains("data-access=\"knock\"");
      assertThat(visit(knocks, "two").is(503).text()).contains("No room left");
      visit(knocks, "one").is(200);
    }
  }

  @Test
  void whereShortPinsRunOutAVisitorsRoomGetsALongerOne() {
    try (TestBridge full = new TestBridge(Map.of())) {
      Set<String> used = new HashSet<>(Set.of(full.room("First").getString("pin")));
      await(
          full.stores()
              .database()
              .query(
                  """
                  with fresh as (
                    insert into rooms (id, slug, name, pin_length, ends_when_host_leaves,
                      wait_for_host, announce, created_at, updated_at)
                    select 'f' || n, 'f' || n, 'Filler', 4, false, false, 'off', now(), now()
                    from generate_series(1, 4500) n returning id)
                  insert into pins (room_id, role, hmac, sealed, length)
                  select id, 'guest', id::bytea, id::bytea, 4 from fresh
                  """,
                  Tuple.tuple()));
      visit(full, "late").is(200);
      Room late = await(full.stores().rooms().findByLink("late")).orElseThrow();
      assertThat(late.pin().digits()).hasSize(5);
      assertThat(used).doesNotContain(late.pin().digits());
    }
  }
}
