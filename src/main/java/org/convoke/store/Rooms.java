package org.convoke.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.convoke.id.ApplicationId;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;

/** Rooms and their PINs. PINs are stored as a keyed HMAC for lookup and encrypted for showing. */
public interface Rooms {
  /** How joins and leaves are told to those who are there. */
  enum Announce {
    TONES,
    NAMES,
    OFF
  }

  /** Who may come in by the room's link; phones need a PIN whatever it is. */
  enum Access {
    /** Whoever has the link. */
    OPEN,
    /** Whoever has a token. */
    TOKEN,
    /** Whoever a host lets in; who has a token or the host PIN need not knock. */
    KNOCK;

    /** As the API and the configuration write it. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Of its {@link #wire} form. */
    public static Access of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * A stored room. Nulls: {@code hostPin} when the room has none, {@code number} when every number
   * that asks for PINs leads to it, {@code maxParticipants} for the configured limit, {@code
   * expiresAt}, {@code deletedAt}; {@code pin} too once the room is deleted or expired, and where
   * it is a conversation.
   *
   * @param slug what its link ends with; its id unless one was chosen
   * @param createdByVisit made by the first visit of its link: whoever comes first is its host
   * @param application whose conversation it is, or null
   * @param conversation how the application calls it, or null
   */
  record Room(
      RoomId id,
      String slug,
      String name,
      Pin pin,
      Pin hostPin,
      int pinLength,
      String number,
      Integer maxParticipants,
      boolean endsWhenHostLeaves,
      boolean waitForHost,
      Announce announce,
      Access access,
      boolean locked,
      boolean muted,
      String language,
      Instant expiresAt,
      JsonObject metadata,
      boolean createdByVisit,
      ApplicationId application,
      String conversation,
      Instant createdAt,
      Instant updatedAt,
      Instant deletedAt) {
    /** The same with other metadata. */
    public Room withMetadata(JsonObject other) {
      return new Room(
          id,
          slug,
          name,
          pin,
          hostPin,
          pinLength,
          number,
          maxParticipants,
          endsWhenHostLeaves,
          waitForHost,
          announce,
          access,
          locked,
          muted,
          language,
          expiresAt,
          other,
          createdByVisit,
          application,
          conversation,
          createdAt,
          updatedAt,
          deletedAt);
    }
  }

  /** How long a conversation is kept after its last meeting, or after it was last asked for. */
  Duration CONVERSATION_KEPT = Duration.ofHours(24);

  /** Live conversations of one application. */
  int CONVERSATIONS_MAX = 5_000;

  /** Characters of a conversation's name. */
  int CONVERSATION_NAME_MAX = 128;

  /**
   * An application's room.
   *
   * @param fresh it was made by this: whoever asked tells room.created
   */
  record Conversation(Room room, boolean fresh) {}

  /**
   * What a new room shall be; null for what the caller left to us. {@code hostPin} empty: make one;
   * null: the room has none. Chosen PINs have passed {@link org.convoke.id.PinRules}, a slug {@link
   * org.convoke.id.SlugRules}.
   */
  record Draft(
      String slug,
      String name,
      Pin pin,
      int pinLength,
      Optional<Pin> hostPin,
      String number,
      Integer maxParticipants,
      boolean endsWhenHostLeaves,
      boolean waitForHost,
      Announce announce,
      Access access,
      String language,
      Instant expiresAt,
      JsonObject metadata,
      boolean createdByVisit) {}

  /**
   * Fails with {@link Conflict} slug_taken, pin_taken, pins_exhausted, number_unknown or
   * number_in_use.
   */
  Future<Room> create(Draft draft);

  /** The room, deleted and expired ones included; empty when there never was one. */
  Future<Optional<Room>> find(RoomId id);

  /** The room that is not deleted whose slug or id a link ends with; it may have expired. */
  Future<Optional<Room>> findByLink(String slugOrId);

  /** Live rooms, newest first. {@code limit} 1 to 200. */
  Future<Page<Room>> list(String cursor, int limit);

  /**
   * Stores the settings of {@code room} (not id, PINs, number, times; nor when a conversation
   * expires). Fails with {@link Conflict} slug_taken, or NoSuchElementException when it is not
   * live.
   */
  Future<Room> update(Room room);

  /**
   * New PINs, also for hosts where the room has a host PIN; the old ones are dead at once. {@code
   * length} 4 to 10. Fails with {@link Conflict} pins_exhausted, or no_pins for a conversation, or
   * NoSuchElementException when the room is not live.
   */
  Future<Room> renewPins(RoomId id, int length);

  /** Marks the room deleted and frees its PINs; empty when it was not live. */
  Future<Optional<Room>> delete(RoomId id);

  /**
   * Rooms that expired by {@code now} and were not yet ended, and those made by a visit, with no
   * end of their own, in which nobody met and nothing was changed since {@code unusedSince}: marked
   * ended, their PINs freed. At most 200 at one time.
   */
  Future<java.util.List<RoomId>> expire(Instant now, Instant unusedSince);

  /**
   * The live room that the application calls {@code name}; made where there is none, without a PIN,
   * for browsers by token only. Fails with IllegalArgumentException when the name is no {@link
   * #isConversationName}, NoSuchElementException when there is no such application, or {@link
   * Conflict} conversations_exhausted.
   */
  Future<Conversation> conversation(ApplicationId application, String name);

  /** Whether a text from outside may name a conversation. */
  static boolean isConversationName(String name) {
    return name != null
        && !name.isBlank()
        && name.codePointCount(0, name.length()) <= CONVERSATION_NAME_MAX
        && name.indexOf('\0') < 0;
  }

  /** How many live rooms a guess at this number can hit; for null all that are no conversations. */
  Future<Long> countLive(String number);
}
