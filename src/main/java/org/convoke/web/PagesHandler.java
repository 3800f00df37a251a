package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;
import org.convoke.id.RoomId;
import org.convoke.store.Rooms.Room;

/**
 * What people open in a browser: the start, the readable contract, a room's page. No key needed.
 */
final class PagesHandler {
  private static final String HTML = "text/html; charset=utf-8";
  private static final Map<String, String> ASSETS =
      Map.of(
          "page.css", "text/css; charset=utf-8",
          "docs.css", "text/css; charset=utf-8",
          "room.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  /** Nothing is loaded from elsewhere, nothing runs that is not a file of ours. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final WebStores stores;
  private final Bus bus;
  private final Links links;
  private final Contract contract;
  private final Clock clock;
  private final String docs;

  PagesHandler(WebStores stores, Bus bus, Links links, Contract contract, Clock clock) {
    this.stores = stores;
    this.bus = bus;
    this.links = links;
    this.contract = contract;
    this.clock = clock;
    this.docs = DocsPage.render(contract.json());
  }

  /** {@code Referrer-Policy} matters most: a room's link must not travel to other sites. */
  static void secure(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "no-referrer");
    context.next();
  }

  void mount(Router router) {
    String start = LandingPage.render(links.publicUrl());
    router.get("/").handler(context -> send(context, 200, HTML, start));
    router.get("/docs").handler(context -> send(context, 200, HTML, docs));
    router
        .get("/openapi.yaml")
        .handler(context -> send(context, 200, "application/yaml", contract.yaml()));
    String json = contract.json().encodePrettily();
    router.get("/openapi.json").handler(context -> send(context, 200, "application/json", json));
    ASSETS.forEach((name, type) -> {
      Buffer content = resource(name);
      router
          .get("/assets/" + name)
          .handler(context -> {
            context.response().putHeader("Cache-Control", "max-age=300");
            context.response().putHeader("Content-Type", type).end(content);
          });
    });
    router.get("/room/:room_id").handler(this::room);
    router.get("/room/:room_id/people").handler(this::people);
  }

  private static Buffer resource(String name) {
    try (InputStream in = PagesHandler.class.getResourceAsStream("/web/" + name)) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException("the jar's web/" + name + " cannot be read", e);
    }
  }

  private static void send(RoutingContext context, int status, String type, String text) {
    HttpServerResponse response = context.response();
    if (!response.ended()) {
      response.setStatusCode(status).putHeader("Content-Type", type).end(text);
    }
  }

  private Future<Optional<Room>> find(RoutingContext context) {
    String id = context.pathParam("room_id");
    return RoomId.isRoomId(id)
        ? stores.rooms().find(new RoomId(id)).map(found -> found.filter(r -> r.deletedAt() == null))
        : Future.succeededFuture(Optional.empty());
  }

  private void room(RoutingContext context) {
    context.response().putHeader("Cache-Control", "no-store");
    find(context)
        .onSuccess(found -> {
          if (found.isEmpty()) {
            send(context, 404, HTML, RoomPage.notFound());
          } else if (found.get().pin() == null || RoomJson.closed(found.get(), clock.now())) {
            send(context, 410, HTML, RoomPage.closed(found.get()));
          } else {
            show(context, found.get());
          }
        })
        .onFailure(away -> send(context, 503, HTML, RoomPage.unavailable()));
  }

  private void show(RoutingContext context, Room room) {
    // Without the room verticle the page still tells how to dial.
    Future<RoomReply.Roster> roster = bus.roster(room.id()).otherwiseEmpty();
    stores
        .numbers()
        .list()
        .compose(numbers -> roster.map(people -> RoomPage.render(room, people, numbers, links)))
        .onSuccess(page -> send(context, 200, HTML, page))
        .onFailure(away -> send(context, 503, HTML, RoomPage.unavailable()));
  }

  /** What the page asks for now and then: how many are there, no names. */
  private void people(RoutingContext context) {
    context.response().putHeader("Cache-Control", "no-store");
    find(context)
        .map(found -> found.orElseThrow(() -> Problem.notFound("room")))
        .compose(room -> bus.roster(room.id()))
        .map(roster ->
            new JsonObject()
                .put("participants_count", RoomJson.count(roster, "joined"))
                .put("text", RoomPage.people(roster)))
        .onSuccess(json -> send(context, 200, "application/json", json.encode()))
        .onFailure(context::fail);
  }
}
