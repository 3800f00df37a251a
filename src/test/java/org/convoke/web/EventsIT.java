package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The list of events and the live stream over it. */
@Timeout(60)
class EventsIT {
  private static TestBridge bridge;

  @BeforeAll
  static void start() {
    bridge = new TestBridge(Map.of("http.max_streams_per_key", "2"));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  /** A reader of a stream; each frame as its lines. */
  private record Reader(HttpResponse<java.io.InputStream> response, BufferedReader lines)
      implements AutoCloseable {
    static Reader open(String secret, String path, String... headers) throws Exception {
      var request = bridge.request(path).setHeader("Authorization", "Bearer " + secret);
      for (int i = 0; i < headers.length; i += 2) {
        request.setHeader(headers[i], headers[i + 1]);
      }
      var response =
          bridge.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      return new Reader(
          response,
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    /** The next event; comments are passed over. */
    Map<String, String> next() throws IOException {
      Map<String, String> frame = new java.util.HashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && frame.containsKey("data")) {
          return frame;
        }
        int colon = line.indexOf(": ");
        if (colon > 0) {
          frame.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
      throw new AssertionError("the stream ended");
    }

    @Override
    public void close() throws IOException {
      response.body().close();
    }
  }

  private static List<String> types(JsonObject page) {
    return page.getJsonArray("items").stream()
        .map(event -> ((JsonObject) event).getString("type"))
        .toList();
  }

  @Test
  void theListIsFilteredNumberedAndResumed() {
    RoomId room = RoomId.random();
    CallId call = Rows.call(bridge, Instant.parse("2026-05-04T09:30:00Z"), null);
    EventId first = bridge.event("call.started", null, null, call, 1L);
    bridge.event("call.answered", null, null, call, 2L);
    bridge.event("room.started", room, 1L, null, null);
    bridge.event("participant.joined", room, 2L, call, 3L);

    JsonObject byRoom = bridge.call("GET", "/v1/events?room=" + room, null).is(200).json();
    assertThat(types(byRoom)).containsExactly("room.started", "participant.joined");
    assertThat(byRoom.getJsonArray("items").getJsonObject(1).getLong("seq")).isEqualTo(2);
    JsonObject byCall = bridge.call("GET", "/v1/events?call=" + call, null).is(200).json();
    JsonObject joined = byCall.getJsonArray("items").getJsonObject(2);
    assertThat(joined.getLong("seq")).isEqualTo(3);
    assertThat(joined.getLong("room_seq")).isEqualTo(2);
    assertThat(joined.getString("room_id")).isEqualTo(room.value());
    assertThat(joined.getJsonObject("data")).isEqualTo(new JsonObject().put("n", 1));
    String story = "/v1/calls/" + call + "/events";
    assertThat(bridge.call("GET", story, null).json()).isEqualTo(byCall);
    assertThat(types(bridge.call("GET", story + "?type=call.*", null).json()))
        .containsExactly("call.started", "call.answered");
    assertThat(
            types(
                bridge
                    .call("GET", story + "?type=call.started,room.*&type=participant.joined", null)
                    .json()))
        .containsExactly("call.started", "participant.joined");
    assertThat(types(bridge.call("GET", story + "?after=" + first, null).json()))
        .containsExactly("call.answered", "participant.joined");
    JsonObject page = bridge.call("GET", story + "?limit=2", null).json();
    assertThat(types(bridge.call("GET", story + "?cursor=" + page.getString("next"), null).json()))
        .containsExactly("participant.joined");
    assertThat(types(bridge.call("GET", story + "?after=" + page.getString("next"), null).json()))
        .containsExactly("participant.joined");
  }

  @Test
  void whatCannotBeAskedForIsRefusedByName() {
    bridge.call("GET", "/v1/events?after=nonsense", null).fault("after");
    bridge.call("GET", "/v1/events?after=" + EventId.random(), null).fault("after");
    bridge.call("GET", "/v1/events?type=Call!", null).fault("type");
    bridge.call("GET", "/v1/events?room=x", null).fault("room");
    bridge.call("GET", "/v1/events?call=x", null).fault("call");
    bridge.call("GET", "/v1/events?limit=1001", null).fault("limit");
    bridge
        .call("GET", "/v1/events/stream", null, "Last-Event-ID", EventId.random().value())
        .fault("Last-Event-ID");
  }

  @Test
  void aStreamBeginsNowAndTellsWhatFollows() throws Exception {
    CallId call = CallId.random();
    bridge.event("call.started", null, null, call, 1L);
    try (Reader reader =
        Reader.open(bridge.admin, "/v1/events?call=" + call, "Accept", "text/event-stream")) {
      assertThat(reader.response().statusCode()).isEqualTo(200);
      assertThat(reader.response().headers().firstValue("Content-Type"))
          .contains("text/event-stream");
      assertThat(reader.lines().readLine()).isEqualTo("retry: 2000");
      EventId second = bridge.event("call.answered", null, null, call, 2L);
      bridge.event("call.answered", null, null, CallId.random(), 1L);
      EventId third = bridge.event("call.completed", null, null, call, 3L);
      Map<String, String> answered = reader.next();
      assertThat(answered)
          .containsEntry("id", second.value())
          .containsEntry("event", "call.answered");
      assertThat(new JsonObject(answered.get("data")).getLong("seq")).isEqualTo(2);
      assertThat(reader.next()).containsEntry("id", third.value());
    }
  }

  @Test
  void aStreamResumesWithoutAGapOrARepetition() throws Exception {
    RoomId room = RoomId.random();
    List<String> all = new ArrayList<>();
    for (long i = 1; i <= 350; i++) {
      all.add(bridge.event("participant.speaking", room, i, null, null).value());
    }
    String path = "/v1/events/stream?room=" + room;
    List<String> read = new ArrayList<>();
    try (Reader reader = Reader.open(bridge.admin, path, "Last-Event-ID", all.get(9))) {
      while (read.size() < 240) {
        read.add(reader.next().get("id"));
      }
    }
    for (long i = 351; i <= 360; i++) {
      all.add(bridge.event("participant.quiet", room, i, null, null).value());
    }
    try (Reader reader = Reader.open(bridge.admin, path + "&after=" + read.getLast())) {
      while (read.size() < 350) {
        read.add(reader.next().get("id"));
      }
    }
    assertThat(read).isEqualTo(all.subList(10, 360));
  }

  @Test
  void aKeyHasOnlySoManyStreamsAndAClosedOneMakesRoom() throws Exception {
    String secret =
        await(bridge.stores().apiKeys().create("streams", Set.of("events:read"), null)).secret();
    try (Reader one = Reader.open(secret, "/v1/events/stream");
        Reader two = Reader.open(secret, "/v1/events/stream")) {
      assertThat(one.lines().readLine()).isNotNull();
      assertThat(two.lines().readLine()).isNotNull();
      bridge.callAs(secret, "GET", "/v1/events/stream", null).problem(429, "too_many_streams");
    }
    org.assertj.core.api.Assertions.assertThat(opensAgain(secret)).isTrue();
  }

  private static boolean opensAgain(String secret) throws Exception {
    // Until the test's own time is up: the server learns of a closed stream when it writes to it.
    while (!Thread.currentThread().isInterrupted()) {
      try (Reader again = Reader.open(secret, "/v1/events/stream")) {
        if (again.response().statusCode() == 200) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void aFullLastPageIsFollowedByAnEmptyOne() {
    CallId call = Rows.call(bridge, Instant.parse("2026-05-04T09:30:00Z"), null);
    bridge.event("call.started", null, null, call, 1L);
    String story = "/v1/calls/" + call + "/events";
    JsonObject page = bridge.call("GET", story + "?limit=1", null).json();
    JsonObject after =
        bridge.call("GET", story + "?cursor=" + page.getString("next"), null).is(200).json();
    assertThat(after.getJsonArray("items")).isEqualTo(new JsonArray());
    assertThat(after.getString("next")).isNull();
  }
}
