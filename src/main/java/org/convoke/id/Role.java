package org.convoke.id;

/** What a participant may do in a room. */
public enum Role {
  /** Came with the host PIN: may mute all, lock, admit and end. */
  HOST,
  /** Came with the guest PIN: speaks and listens. */
  GUEST;

  /** As the API writes it. */
  public String wire() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
