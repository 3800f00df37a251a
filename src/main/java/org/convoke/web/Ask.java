package org.convoke.web;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.convoke.id.RoomId;
import org.convoke.store.ApiKeys.ApiKey;

/** A request that the contract found right: its key, its parameters, its body. */
final class Ask {
  /** Pages of most lists, unless the request says otherwise; the contract repeats it. */
  static final int PAGE = 50;

  private final RoutingContext context;
  private final ApiKey key;
  private final JsonObject body;

  Ask(RoutingContext context, ApiKey key, JsonObject body) {
    this.context = context;
    this.key = key;
    this.body = body;
  }

  /** Who asks; null for operations that need no key. */
  ApiKey key() {
    return key;
  }

  String path(String name) {
    return context.pathParam(name);
  }

  /** A query parameter, or null. */
  String query(String name) {
    return context.queryParams().get(name);
  }

  /** All values of a query parameter. */
  List<String> queries(String name) {
    return context.queryParams().getAll(name);
  }

  /** A header, or null. */
  String header(String name) {
    return context.request().getHeader(name);
  }

  /** The size of the page asked for. */
  int limit(int otherwise) {
    String limit = query("limit");
    return limit == null ? otherwise : Integer.parseInt(limit);
  }

  /** The cursor of the page asked for, as the list gave it, or null for the first page. */
  String cursor(String list) {
    String cursor = query("cursor");
    return cursor == null ? null : Cursors.open(list, "cursor", cursor);
  }

  /** The body, empty when there was none. */
  JsonObject body() {
    return body;
  }

  /** The room that the path names. A text that cannot be an id names none: 404, not 400. */
  RoomId roomId() {
    String id = path("room_id");
    if (!RoomId.isRoomId(id)) {
      throw Problem.notFound("room");
    }
    return new RoomId(id);
  }
}
