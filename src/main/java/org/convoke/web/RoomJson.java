package org.convoke.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.convoke.bus.RoomReply;
import org.convoke.config.RoomsConfig;
import org.convoke.store.Numbers;
import org.convoke.store.Rooms.Room;

/** Rooms as the API shows them. */
final class RoomJson {
  private final Links links;
  private final RoomsConfig defaults;

  RoomJson(Links links, RoomsConfig defaults) {
    this.links = links;
    this.defaults = defaults;
  }

  /**
   * @param numbers all that there are
   * @param roster who is in the room; what it says of lock and muting wins while the room is live
   */
  JsonObject json(Room room, RoomReply.Roster roster, List<Numbers.Number> numbers, Instant now) {
    return new JsonObject()
        .put("id", room.id().value())
        .put("slug", room.slug())
        .put("name", room.name())
        .put("pin", room.pin() == null ? null : room.pin().digits())
        .put("host_pin", room.hostPin() == null ? null : room.hostPin().digits())
        .put("pin_length", room.application() == null ? room.pinLength() : null)
        .put("state", state(room, roster, now))
        .put("locked", roster.live() ? roster.locked() : room.locked())
        .put("muted", roster.live() ? roster.allMuted() : room.muted())
        .put("join_url", links.joinUrl(room))
        .put("sip_uri", links.sipUri(room.id()))
        .put("dial_in", dialIn(room, numbers))
        .put(
            "max_participants",
            room.maxParticipants() == null ? defaults.maxParticipants() : room.maxParticipants())
        .put("participants_count", count(roster, "joined"))
        .put("waiting_count", count(roster, "waiting"))
        .put("ends_when_host_leaves", room.endsWhenHostLeaves())
        .put("wait_for_host", room.waitForHost())
        .put("announce", room.announce().name().toLowerCase(Locale.ROOT))
        .put("access", room.access().wire())
        .put("created_by_visit", room.createdByVisit())
        .put("application_id", room.application() == null ? null : room.application().value())
        .put("conversation", room.conversation())
        .put("language", room.language() == null ? defaults.language() : room.language())
        .put("number", room.number())
        .put("created_at", Times.text(room.createdAt()))
        .put("updated_at", Times.text(room.updatedAt()))
        .put("expires_at", Times.text(room.expiresAt()))
        .put("metadata", room.metadata() == null ? new JsonObject() : room.metadata());
  }

  /** The numbers that lead to the room, straight or by its PIN. */
  static List<Numbers.Number> reaching(Room room, List<Numbers.Number> numbers) {
    return numbers.stream()
        .filter(number ->
            number.asks()
                ? room.application() == null && asksFor(room, number)
                : room.id().equals(number.room()))
        .toList();
  }

  /** The numbers that ask, and where what is keyed may lead to the room. */
  static List<Numbers.Number> asking(Room room, List<Numbers.Number> numbers) {
    return numbers.stream().filter(number -> number.asks() && asksFor(room, number)).toList();
  }

  private static boolean asksFor(Room room, Numbers.Number number) {
    return room.number() == null || room.number().equals(number.number());
  }

  static boolean closed(Room room, Instant now) {
    return room.expiresAt() != null && !room.expiresAt().isAfter(now);
  }

  static int count(RoomReply.Roster roster, String state) {
    return (int) roster.members().stream().filter(one -> one.state().equals(state)).count();
  }

  private static String state(Room room, RoomReply.Roster roster, Instant now) {
    if (closed(room, now)) {
      return "closed";
    }
    return roster.live() ? "live" : "idle";
  }

  static JsonArray dialIn(Room room, List<Numbers.Number> numbers) {
    JsonArray list = new JsonArray();
    if (room.pin() == null && room.application() == null) {
      return list;
    }
    for (Numbers.Number number : reaching(room, numbers)) {
      list.add(
          new JsonObject()
              .put("number", number.number())
              .put("display", display(number))
              .put("tel_uri", Links.telUri(number, room.pin()))
              .put("direct", !number.asks()));
    }
    return list;
  }

  static String display(Numbers.Number number) {
    return number.display() == null ? number.number() : number.display();
  }
}
