package org.convoke.vonage;

import java.util.Locale;
import org.convoke.id.CallId;
import org.convoke.id.RoomId;

/**
 * Vonage's {@code conversation_uuid}: {@code CON-} and the id of our room. Vonage has a
 * conversation for each call from its begin; while ours is in no room, its own id stands for it.
 */
public final class ConversationUuid {
  private static final String PREFIX = "CON-";

  private ConversationUuid() {}

  /**
   * Of a call.
   *
   * @param room that it is in, or null
   */
  public static String of(RoomId room, CallId call) {
    return PREFIX + (room == null ? call.value() : room.value());
  }

  /**
   * What stands behind {@code CON-}, which may be left out: the id of a room, of a call, or
   * neither. In lower case, as ours are.
   */
  public static String id(String text) {
    String id = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    return id.toLowerCase(Locale.ROOT);
  }

  /** The room that it names, or null. */
  public static RoomId room(String text) {
    String id = text.startsWith(PREFIX) ? id(text) : "";
    return RoomId.isRoomId(id) ? new RoomId(id) : null;
  }
}
