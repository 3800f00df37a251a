package org.convoke.web;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.convoke.id.CallId;
import org.convoke.id.EventId;
import org.convoke.id.RoomId;
import org.convoke.id.Uuids;
import org.convoke.store.EventJson;
import org.convoke.store.Events;
import org.convoke.store.Page;

/** {@code /v1/events} and {@code /v1/calls/{id}/events}, page by page. */
final class EventsHandler {
  private static final String LIST = "events";
  private static final int PAGE = 100;
  private static final int MAX_TYPES = 50;
  private static final Pattern TYPE = Pattern.compile("[a-z_]+(\\.[a-z_]+)*(\\.\\*)?");

  private final Events events;
  private final CallsHandler calls;

  EventsHandler(Events events, CallsHandler calls) {
    this.events = events;
    this.calls = calls;
  }

  void register(Map<String, Endpoint> endpoints) {
    endpoints.put("listEvents", ask -> page(ask, filter(ask)));
    endpoints.put(
        "listCallEvents",
        ask ->
            calls
                .existing(ask)
                .compose(call -> page(ask, new Events.Filter(null, call.id(), types(ask)))));
  }

  private Future<Answer> page(Ask ask, Events.Filter filter) {
    int limit = ask.limit(PAGE);
    return start(ask)
        .compose(position -> events.after(position, filter, limit))
        .map(found -> {
          // A full page may be the last one; the page after it is then empty.
          String next = found.size() < limit ? null : Long.toString(found.getLast().position());
          return Answer.ok(
              Pages.json(
                  LIST,
                  new Page<>(found, next),
                  event -> EventJson.json(event, filter.call() != null)));
        });
  }

  private Future<Long> start(Ask ask) {
    String cursor = ask.cursor(LIST);
    if (cursor != null) {
      return Future.succeededFuture(Long.parseLong(cursor));
    }
    String after = ask.query("after");
    return after == null ? Future.succeededFuture(0L) : position("after", after);
  }

  /**
   * Where to begin after {@code text}, an event id or the next of a page.
   *
   * @throws Problem 400 naming {@code field}, thrown or in the future
   */
  Future<Long> position(String field, String text) {
    if (!Uuids.isUuid(text)) {
      return Future.succeededFuture(Long.parseLong(Cursors.open(LIST, field, text)));
    }
    return events
        .positionOf(new EventId(text))
        .map(position -> {
          if (position < 0) {
            throw Problem.field(
                field, "is no event that this bridge has, or no longer (journal.keep_days)");
          }
          return position;
        });
  }

  /** What {@code room}, {@code call} and {@code type} ask for. */
  Events.Filter filter(Ask ask) {
    String room = ask.query("room");
    String call = ask.query("call");
    if (room != null && !RoomId.isRoomId(room)) {
      throw Problem.field("room", "must be the id of a room");
    }
    if (call != null && !Uuids.isUuid(call)) {
      throw Problem.field("call", "must be the id of a call");
    }
    return new Events.Filter(
        room == null ? null : new RoomId(room), call == null ? null : new CallId(call), types(ask));
  }

  private static List<String> types(Ask ask) {
    List<String> types = new ArrayList<>();
    for (String value : ask.queries("type")) {
      for (String type : value.split(",")) {
        String name = type.strip();
        if (name.equals("*")) {
          return List.of();
        }
        if (!TYPE.matcher(name).matches()) {
          throw Problem.field("type", "must be types of events such as call.started or call.*");
        }
        types.add(name);
      }
    }
    if (types.size() > MAX_TYPES) {
      throw Problem.field("type", "must be at most " + MAX_TYPES + " types");
    }
    return types;
  }
}
