package org.convoke.web.socket;

import org.convoke.id.ParticipantId;
import org.convoke.id.Pin;
import org.convoke.id.Role;

/** What a client may ask. {@code id} comes back with the answer: a text, a number or null. */
sealed interface Request {
  Object id();

  /** Acts on others, so only hosts may ask it. */
  sealed interface OfHost extends Request {}

  /** Comes in with a {@code token}, or by the link of {@code room}; the other is null. */
  record Authenticate(Object id, String token, String room) implements Request {
    @Override
    public String toString() {
      return "Authenticate";
    }
  }

  /**
   * Wants a seat.
   *
   * @param name null: the token's
   * @param offer SDP
   * @param listener only wants to hear
   * @param hostPin null when none was given
   */
  record Join(Object id, String name, String offer, boolean muted, boolean listener, Pin hostPin)
      implements Request {
    @Override
    public String toString() {
      return "Join";
    }
  }

  /** The same session by a fresh offer. */
  record Offer(Object id, String offer) implements Request {
    @Override
    public String toString() {
      return "Offer";
    }
  }

  record Leave(Object id) implements Request {}

  record Mute(Object id, boolean muted) implements Request {}

  record Hold(Object id, boolean held) implements Request {}

  record RaiseHand(Object id, boolean raised) implements Request {}

  record SetName(Object id, String name) implements Request {}

  record SendText(Object id, String text) implements Request {
    @Override
    public String toString() {
      return "SendText";
    }
  }

  record Snapshot(Object id) implements Request {}

  record Ping(Object id) implements Request {}

  record MergeCode(Object id) implements Request {}

  /** {@code token} null: make me a new one. */
  record Renew(Object id, String token) implements Request {
    @Override
    public String toString() {
      return "Renew";
    }
  }

  record MuteParticipant(Object id, ParticipantId participant, boolean muted) implements OfHost {}

  record LowerHand(Object id, ParticipantId participant) implements OfHost {}

  record MuteAll(Object id, boolean muted) implements OfHost {}

  record Remove(Object id, ParticipantId participant) implements OfHost {}

  /** {@code participant} null: all who wait. */
  record Admit(Object id, ParticipantId participant) implements OfHost {}

  record Lock(Object id, boolean locked) implements OfHost {}

  record End(Object id) implements OfHost {}

  record SetRole(Object id, ParticipantId participant, Role role) implements OfHost {}

  /** {@code volumeDb} -40 to 20. */
  record SetVolume(Object id, ParticipantId participant, int volumeDb) implements OfHost {}

  record NewPin(Object id) implements OfHost {}
}
