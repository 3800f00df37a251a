package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.id.Pin;
import org.convoke.id.SlugRules;
import org.convoke.store.Conflict;
import org.convoke.store.Rooms.Access;
import org.convoke.store.Rooms.Draft;
import org.convoke.store.Rooms.Room;

/**
 * {@code /room/SLUG}: the page of a room, to speak or only to listen. Where it is allowed the first
 * visit of an unknown name makes the room, and everyone who comes later finds it.
 */
final class RoomPagesHandler {
  private static final String RETRY_SECONDS =
      Long.toString(TimeUnit.NANOSECONDS.toSeconds(Visitors.WINDOW_NS));

  private final WebStores stores;
  private final Bus bus;
  private final Links links;
  private final Config config;
  private final Clock clock;
  private final RoomMaker maker;
  private final RoomInput input;
  private final Visitors visitors;

  RoomPagesHandler(WebStores stores, Bus bus, Links links, Config config, Clock clock) {
    this.stores = stores;
    this.bus = bus;
    this.links = links;
    this.config = config;
    this.clock = clock;
    this.maker = new RoomMaker(stores.rooms(), bus, config.rooms().maxRooms());
    this.input = new RoomInput(config.pin().length(), Access.of(config.rooms().access()));
    this.visitors = new Visitors(config.rooms().visitsPerAddress());
  }

  void mount(Router router) {
    router.get("/room/:slug").handler(context -> page(context, false));
    router.head("/room/:slug").handler(context -> page(context, false));
    router.get("/room/:slug/listen").handler(context -> page(context, true));
    router.get("/room/:slug/people").handler(this::people);
    router.get("/room/:slug/qr.svg").handler(this::code);
    StaticFiles files = new StaticFiles(router, "/web/room/", false);
    files.serve("/assets/room/room.css", "room.css");
    RoomPage.SCRIPTS.forEach(script -> files.serve("/assets/room/" + script, script));
  }

  private void page(RoutingContext context, boolean listen) {
    context.response().putHeader("Cache-Control", "no-store");
    String slug = context.pathParam("slug");
    if (!SlugRules.isSlug(slug)) {
      PagesHandler.sendHtml(context, 404, RoomPage.invalid());
      return;
    }
    stores
        .rooms()
        .findByLink(slug)
        .compose(found ->
            found.isPresent() || !mayMake(context, slug)
                ? render(context, found, listen)
                : visit(context, slug, listen))
        .onFailure(failure -> refuse(context, failure));
  }

  /** A room that wants tokens would be of no use to whoever made it by a visit: he has none. */
  private boolean mayMake(RoutingContext context, String slug) {
    return config.rooms().createOnVisit()
        && !config.rooms().access().equals("token")
        && SlugRules.fault(slug).isEmpty()
        && Visitors.isVisit(context.request());
  }

  private Future<Void> visit(RoutingContext context, String slug, boolean listen) {
    if (!visitors.mayMake(Visitors.address(context.request()), clock.nowNs())) {
      context.response().putHeader("Retry-After", RETRY_SECONDS);
      PagesHandler.sendHtml(context, 429, RoomPage.tooManyRooms());
      return Future.succeededFuture();
    }
    return make(slug, config.pin().length())
        .map(Optional::of)
        .recover(failure ->
            failure instanceof Conflict conflict && conflict.code().equals("slug_taken")
                // Somebody else came first by a moment.
                ? stores.rooms().findByLink(slug)
                : Future.failedFuture(failure))
        .compose(made -> render(context, made, listen));
  }

  /** Where PINs run short the visitor does not need to know: his room gets a longer one. */
  private Future<Room> make(String slug, int pinLength) {
    Draft draft = input.visited(slug, pinLength);
    return maker
        .make(draft)
        .recover(failure ->
            failure instanceof Conflict conflict
                    && conflict.code().equals("pins_exhausted")
                    && pinLength < Pin.MAX_LENGTH
                ? make(slug, pinLength + 1)
                : Future.failedFuture(failure));
  }

  private Future<Void> render(RoutingContext context, Optional<Room> found, boolean listen) {
    if (found.isEmpty()) {
      PagesHandler.sendHtml(context, 404, RoomPage.notFound());
      return Future.succeededFuture();
    }
    Room room = found.get();
    boolean over = room.pin() == null && room.application() == null;
    if (over || RoomJson.closed(room, clock.now())) {
      PagesHandler.sendHtml(context, 410, RoomPage.closed(room));
      return Future.succeededFuture();
    }
    // Without the room verticle the page still tells how to dial.
    Future<RoomReply.Roster> roster = bus.roster(room.id()).otherwiseEmpty();
    String language = room.language() == null ? config.rooms().language() : room.language();
    return stores
        .numbers()
        .list()
        .compose(numbers ->
            roster.map(people ->
                RoomPage.render(
                    new RoomPage.Shown(room, language, listen), people, numbers, links)))
        .onSuccess(page -> PagesHandler.sendHtml(context, 200, page))
        .mapEmpty();
  }

  private static void refuse(RoutingContext context, Throwable failure) {
    // Rooms or PINs are used up, or the database is away; anything else is logged as a defect.
    if (Failures.problem(failure, null).status() == 409) {
      PagesHandler.sendHtml(context, 503, RoomPage.noMoreRooms());
    } else {
      context.response().putHeader("Retry-After", "2");
      PagesHandler.sendHtml(context, 503, RoomPage.unavailable());
    }
  }

  /** What the page asks for before one joins: how many are there, no names. */
  private void people(RoutingContext context) {
    context.response().putHeader("Cache-Control", "no-store");
    find(context)
        .compose(room -> bus.roster(room.id()))
        .map(roster ->
            new JsonObject()
                .put("participants_count", RoomJson.count(roster, "joined"))
                .put("text", RoomPage.people(roster)))
        .onSuccess(json ->
            context.response().putHeader("Content-Type", "application/json").end(json.encode()))
        .onFailure(context::fail);
  }

  /** The link as a QR code, for the camera of a phone. */
  private void code(RoutingContext context) {
    find(context)
        .onSuccess(room ->
            context
                .response()
                .putHeader("Content-Type", "image/svg+xml")
                .end(QrSvg.of(links.joinUrl(room))))
        .onFailure(context::fail);
  }

  private Future<Room> find(RoutingContext context) {
    String slug = context.pathParam("slug");
    Future<Optional<Room>> found =
        SlugRules.isSlug(slug)
            ? stores.rooms().findByLink(slug)
            : Future.succeededFuture(Optional.empty());
    return found.map(room -> room.orElseThrow(() -> Problem.notFound("room")));
  }
}
