package org.convoke.web;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.convoke.id.Pin;
import org.convoke.id.PinRules;
import org.convoke.id.SlugRules;
import org.convoke.store.Rooms.Access;
import org.convoke.store.Rooms.Announce;
import org.convoke.store.Rooms.Draft;
import org.convoke.store.Rooms.Room;

/**
 * Rooms as clients describe them. The contract has checked types and ranges; here is what it cannot
 * say. Each verdict is a {@link Problem} that names the field.
 */
final class RoomInput {
  /** Of metadata, as compact JSON in UTF-8. */
  static final int MAX_METADATA_BYTES = 4096;

  private final int pinLength;
  private final Access access;

  /**
   * @param pinLength digits of a PIN when nobody says otherwise
   * @param access of a room when nobody says otherwise
   */
  RoomInput(int pinLength, Access access) {
    this.pinLength = pinLength;
    this.access = access;
  }

  Draft draft(JsonObject body, Instant now) {
    Pin pin = pin(body, "pin", body.getInteger("pin_length"));
    Optional<Pin> hostPin = hostPin(body);
    if (pin != null && hostPin != null && hostPin.filter(pin::equals).isPresent()) {
      throw Problem.field("host_pin", "must differ from pin");
    }
    Integer length = body.getInteger("pin_length");
    return new Draft(
        slug(body),
        body.getString("name").strip(),
        pin,
        length != null ? length : pin != null ? pin.digits().length() : pinLength,
        hostPin,
        body.getString("number"),
        body.getInteger("max_participants"),
        body.getBoolean("ends_when_host_leaves", false),
        body.getBoolean("wait_for_host", false),
        announce(body.getString("announce")),
        access(body),
        body.getString("language"),
        Times.future("expires_at", body.getString("expires_at"), now),
        metadata(body),
        false);
  }

  /** Of a room that the first visit of its link makes. */
  Draft visited(String slug, int length) {
    return new Draft(
        slug,
        SlugRules.name(slug),
        null,
        length,
        Optional.empty(),
        null,
        null,
        false,
        false,
        Announce.TONES,
        access,
        null,
        null,
        new JsonObject(),
        true);
  }

  /** {@code room} with what {@code body} gives; null brings a field back to its default. */
  Room changed(Room room, JsonObject body, Instant now) {
    String slug = body.containsKey("slug") ? slug(body) : room.slug();
    return new Room(
        room.id(),
        slug == null ? room.id().value() : slug,
        body.containsKey("name") ? body.getString("name").strip() : room.name(),
        room.pin(),
        room.hostPin(),
        room.pinLength(),
        room.number(),
        body.containsKey("max_participants")
            ? body.getInteger("max_participants")
            : room.maxParticipants(),
        flag(body, "ends_when_host_leaves", room.endsWhenHostLeaves()),
        flag(body, "wait_for_host", room.waitForHost()),
        body.containsKey("announce") ? announce(body.getString("announce")) : room.announce(),
        body.containsKey("access") ? access(body) : room.access(),
        room.locked(),
        room.muted(),
        body.containsKey("language") ? body.getString("language") : room.language(),
        body.containsKey("expires_at")
            ? Times.future("expires_at", body.getString("expires_at"), now)
            : room.expiresAt(),
        body.containsKey("metadata") ? metadata(body) : room.metadata(),
        room.createdByVisit(),
        room.application(),
        room.conversation(),
        room.createdAt(),
        room.updatedAt(),
        room.deletedAt());
  }

  private static boolean flag(JsonObject body, String field, boolean otherwise) {
    return body.containsKey(field) ? Boolean.TRUE.equals(body.getBoolean(field)) : otherwise;
  }

  /** Left out or true: make one. Null or false: none. */
  private static Optional<Pin> hostPin(JsonObject body) {
    if (!body.containsKey("host_pin") || Boolean.TRUE.equals(body.getValue("host_pin"))) {
      return Optional.empty();
    }
    return body.getValue("host_pin") instanceof String
        ? Optional.of(pin(body, "host_pin", null))
        : null;
  }

  private static Pin pin(JsonObject body, String field, Integer length) {
    String digits = body.getString(field);
    if (digits == null) {
      return null;
    }
    PinRules.fault(digits, length == null ? 0 : length)
        .ifPresent(fault -> {
          throw Problem.field(field, fault);
        });
    return new Pin(digits);
  }

  private static Announce announce(String value) {
    return value == null ? Announce.TONES : Announce.valueOf(value.toUpperCase(Locale.ROOT));
  }

  private Access access(JsonObject body) {
    String value = body.getString("access");
    return value == null ? access : Access.of(value);
  }

  /** Null for the room's id. */
  private static String slug(JsonObject body) {
    String slug = body.getString("slug");
    if (slug != null) {
      SlugRules.fault(slug)
          .ifPresent(fault -> {
            throw Problem.field("slug", fault);
          });
    }
    return slug;
  }

  /** Never null. */
  static JsonObject metadata(JsonObject body) {
    JsonObject metadata = body.getJsonObject("metadata");
    if (metadata == null) {
      return new JsonObject();
    }
    if (metadata.encode().getBytes(StandardCharsets.UTF_8).length > MAX_METADATA_BYTES) {
      throw Problem.field("metadata", "must be at most 4 KiB of JSON");
    }
    return metadata;
  }
}
