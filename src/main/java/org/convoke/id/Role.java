package org.convoke.id;

/** What a participant may do in a room. */
public enum Role {
  /** Came with the host PIN or a host's token: may mute all, lock, admit and end. */
  HOST,
  /** Was invited by a token: speaks and listens, and need not knock. */
  SPEAKER,
  /** Came by PIN or link: speaks and listens. */
  GUEST,
  /** Listens only: nobody hears him, whatever his own mute says. */
  LISTENER;

  /** Whether others may hear him. */
  public boolean speaks() {
    return this != LISTENER;
  }

  /** As the API writes it. */
  public String wire() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
