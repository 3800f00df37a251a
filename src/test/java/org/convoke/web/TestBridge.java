package org.convoke.web;

import static org.convoke.it.TestDatabase.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.convoke.bus.Addresses;
import org.convoke.bus.BusCodec;
import org.convoke.bus.CallCommand;
import org.convoke.bus.CallReply;
import org.convoke.bus.Committed;
import org.convoke.bus.Fact;
import org.convoke.bus.PinChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;
import org.convoke.config.ConfigLoader;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.RoomId;
import org.convoke.it.TestDatabase;
import org.convoke.store.Stores;

/**
 * A real {@link HttpVerticle} over a real database, with stand-ins for the room, sip and journal
 * verticles that note what they are told and answer what the test puts in.
 */
final class TestBridge implements AutoCloseable {
  private static final String MARK = "test.mark";
  private static final PinChange PIN_MARK = new PinChange.NumberGone("mark");

  final Vertx vertx = Vertx.vertx();
  final TestDatabase database = TestDatabase.create(vertx, Clock.system());
  final Queue<RoomCommand> roomCommands = new ConcurrentLinkedQueue<>();
  final Queue<CallCommand> callCommands = new ConcurrentLinkedQueue<>();
  final Queue<CallCommand> browserCommands = new ConcurrentLinkedQueue<>();
  final Queue<PinChange> pinChanges = new ConcurrentLinkedQueue<>();
  final Queue<Fact> facts = new ConcurrentLinkedQueue<>();
  final Map<RoomId, RoomReply.Roster> rosters = new ConcurrentHashMap<>();
  final Map<CallId, CallReply.Described> liveCalls = new ConcurrentHashMap<>();
  final Map<CallId, CallReply.Described> liveBrowsers = new ConcurrentHashMap<>();
  final HttpVerticle verticle;
  final String admin;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  TestBridge(Map<String, String> options) {
    this(options, Clock.system());
  }

  /**
   * @param clock what the server goes by; the database keeps the machine's
   */
  TestBridge(Map<String, String> options, Clock clock) {
    BusCodec.register(vertx);
    vertx
        .eventBus()
        .<RoomCommand>consumer(
            Addresses.ROOM,
            message -> {
              roomCommands.add(message.body());
              message.reply(reply(message.body()));
            });
    vertx
        .eventBus()
        .<CallCommand>consumer(
            Addresses.CALL,
            message -> {
              callCommands.add(message.body());
              message.reply(reply(message.body(), liveCalls));
            });
    vertx
        .eventBus()
        .<CallCommand>consumer(
            Addresses.BROWSER_CALL,
            message -> {
              browserCommands.add(message.body());
              message.reply(reply(message.body(), liveBrowsers));
            });
    vertx
        .eventBus()
        .<PinChange>consumer(
            Addresses.PIN_CHANGES,
            message -> {
              if (message.body().equals(PIN_MARK)) {
                message.reply(new CallReply.Done());
              } else {
                pinChanges.add(message.body());
              }
            });
    vertx
        .eventBus()
        .<Fact>consumer(
            Addresses.FACTS,
            message -> {
              if (message.body().type().equals(MARK)) {
                message.reply(new CallReply.Done());
              } else {
                facts.add(message.body());
              }
            });
    await(stores().numbers().ensureDefault("1000", "1000"));
    admin = await(stores().apiKeys().create("admin", Set.of("admin"), null)).secret();
    Map<String, String> all = new java.util.HashMap<>(Map.of("http.port", "0"));
    all.putAll(options);
    verticle =
        new HttpVerticle(
            ConfigLoader.load(null, Map.of(), all),
            5060,
            WebStores.of(stores()),
            clock,
            new StrictFetcher());
    await(vertx.deployVerticle(verticle));
  }

  /** Waits until the stand-ins have heard all that was said to them so far. */
  void settle() {
    var bus = vertx.eventBus();
    await(bus.request(Addresses.ROOM, new RoomCommand.Snapshot(RoomId.random())));
    await(bus.request(Addresses.CALL, new CallCommand.DescribeAll(List.of())));
    await(bus.request(Addresses.PIN_CHANGES, PIN_MARK));
    Fact mark = Fact.of(MARK, Clock.system().now(), null, null, null, Map.of());
    await(bus.request(Addresses.FACTS, mark));
  }

  Stores stores() {
    return database.stores();
  }

  private RoomReply reply(RoomCommand command) {
    RoomReply.Roster roster =
        rosters.getOrDefault(command.room(), new RoomReply.Roster(false, false, false, List.of()));
    boolean known =
        switch (command) {
          case RoomCommand.Mute one -> has(roster, one.participant().value());
          case RoomCommand.Rename one -> has(roster, one.participant().value());
          case RoomCommand.Remove one -> has(roster, one.participant().value());
          case RoomCommand.Admit one -> has(roster, one.participant().value());
          default -> true;
        };
    if (command instanceof RoomCommand.Snapshot) {
      return roster;
    }
    return known ? new RoomReply.Done(true) : new RoomReply.Unknown();
  }

  private static boolean has(RoomReply.Roster roster, String participant) {
    return roster.members().stream().anyMatch(one -> one.id().value().equals(participant));
  }

  private static CallReply reply(CallCommand command, Map<CallId, CallReply.Described> live) {
    return switch (command) {
      case CallCommand.Describe one when live.containsKey(one.call()) -> live.get(one.call());
      case CallCommand.HangUp one when live.containsKey(one.call()) -> new CallReply.Done();
      case CallCommand.DescribeAll all ->
          new CallReply.DescribedAll(
              all.calls().stream().filter(live::containsKey).map(live::get).toList());
      default -> new CallReply.Unknown();
    };
  }

  /** Stores an event as the journal would, and gives the hint. */
  EventId event(String type, RoomId room, Long roomSeq, CallId call, Long callSeq) {
    EventId id = EventId.random();
    Tuple values =
        Tuple.tuple()
            .addValue(UUID.fromString(id.value()))
            .addValue(type)
            .addValue(OffsetDateTime.parse("2026-05-04T09:30:00Z"))
            .addValue(room == null ? null : room.value())
            .addValue(roomSeq)
            .addValue(call == null ? null : UUID.fromString(call.value()))
            .addValue(callSeq)
            .addValue(new JsonObject().put("n", 1));
    long position =
        await(
                stores()
                    .database()
                    .query(
                        "insert into call_events (event_id, type, occurred_at, room_id, room_seq,"
                            + " call_id, call_seq, payload) values ($1, $2, $3, $4, $5, $6, $7,"
                            + " $8) returning position",
                        values))
            .iterator()
            .next()
            .getLong(0);
    vertx.eventBus().publish(Addresses.COMMITTED, new Committed(position));
    return id;
  }

  /** A request by the admin key; what it caused on the bus has arrived when this returns. */
  Result call(String method, String path, Object body, String... headers) {
    Result result = callAs(admin, method, path, body, headers);
    settle();
    return result;
  }

  /** A request; {@code body} JSON, text or null; {@code secret} null for none. */
  Result callAs(String secret, String method, String path, Object body, String... headers) {
    HttpRequest.Builder request = request(path);
    if (secret != null) {
      request.setHeader("Authorization", "Bearer " + secret);
    }
    if (body != null) {
      request.setHeader("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(
                body instanceof JsonObject json ? json.encode() : body.toString()));
    try {
      return new Result(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + verticle.port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpClient client() {
    return client;
  }

  /** A new room, with {@code fields} beside its name. */
  JsonObject room(String name, Object... fields) {
    JsonObject body = new JsonObject().put("name", name);
    for (int i = 0; i < fields.length; i += 2) {
      body.put((String) fields[i], fields[i + 1]);
    }
    return call("POST", "/v1/rooms", body).is(201).json();
  }

  @Override
  public void close() {
    client.close();
    await(vertx.undeploy(verticle.deploymentID()));
    database.close();
    await(vertx.close());
  }

  /** What came back. */
  record Result(HttpResponse<String> response) {
    Result is(int status) {
      if (response.statusCode() != status) {
        throw new AssertionError(
            "expected " + status + " but was " + response.statusCode() + ": " + response.body());
      }
      return this;
    }

    JsonObject json() {
      return new JsonObject(response.body());
    }

    String text() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    /** A problem document of this status and code. */
    JsonObject problem(int status, String code) {
      is(status);
      JsonObject problem = json();
      if (!"application/problem+json".equals(header("Content-Type"))
          || !code.equals(problem.getString("code"))
          || problem.getInteger("status") != status
          || problem.getString("title") == null
          || problem.getString("type") == null
          || problem.getString("detail") == null) {
        throw new AssertionError("not a problem " + code + ": " + header("Content-Type") + text());
      }
      return problem;
    }

    /** The message of a 400 about {@code field}. */
    String fault(String field) {
      return about(field, problem(400, "invalid_request"));
    }

    /** The message of a 422 about {@code field}. */
    String unprocessable(String field) {
      return about(field, problem(422, "invalid_value"));
    }

    private String about(String field, JsonObject problem) {
      return problem.getJsonArray("errors", new JsonArray()).stream()
          .map(JsonObject.class::cast)
          .filter(error -> error.getString("field").equals(field))
          .map(error -> error.getString("message"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("nothing about " + field + ": " + text()));
    }
  }
}
