package org.convoke.token;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/**
 * What a token says.
 *
 * @param name what others see, at most {@link #MAX_NAME} characters; null when its holder may
 *     choose
 * @param source who asked for it
 * @param metadata of the application's, never null
 * @param issuedAt in whole seconds, as {@code expiresAt}
 */
public record Grant(
    RoomId room,
    ParticipantId participant,
    Role role,
    String name,
    Source source,
    JsonObject metadata,
    Instant issuedAt,
    Instant expiresAt) {
  public static final int MAX_NAME = 80;

  /** Who asked for a token. */
  public enum Source {
    /** An application, by the API. */
    API,
    /** A visitor of the room's link, when he joined. */
    LINK
  }
}
