package org.convoke.token;

import org.convoke.id.RoomId;

/** What a text that claims to be a token is worth. */
public sealed interface Verdict {
  /** Ours, and it counts now. */
  record Valid(Grant grant) implements Verdict {}

  /** Ours, but its time is over: ask for a new one. */
  record Expired(Grant grant) implements Verdict {}

  /** Ours, but its holder was removed from the meeting that goes on. */
  record Revoked(Grant grant) implements Verdict {}

  /** Ours and of a time, but for {@code room} or for another participant of it. */
  record OtherRoom(RoomId room) implements Verdict {}

  /**
   * Not ours, or not to be used so. {@code why} is for our log, not for the client: length, form,
   * header, algorithm, key, signature, claims, not_yet.
   */
  record Forged(String why) implements Verdict {}
}
