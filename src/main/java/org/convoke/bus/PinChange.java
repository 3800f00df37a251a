package org.convoke.bus;

import java.time.Instant;
import org.convoke.id.ApplicationId;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;

/**
 * What was changed in the database of the PINs and numbers, so that the pin verticle's copy knows
 * of it at once. Sent after the transaction. A hint: what is lost on the way is in the next copy.
 */
public sealed interface PinChange extends BusMessage {
  /**
   * A live room's PINs as they are now; they take the place of those that it had.
   *
   * @param number where they are keyed, null at every number that asks
   * @param hostPin null when there is none
   * @param expiresAt null for never
   */
  record RoomPins(RoomId room, String number, Pin pin, Pin hostPin, Instant expiresAt)
      implements PinChange {}

  /** The room is deleted, and its PINs open nothing. */
  record RoomGone(RoomId room) implements PinChange {}

  /**
   * There is this number, or it leads elsewhere now.
   *
   * @param room that it leads to, or null
   * @param application that it leads to, or null; where both are, it asks for a PIN
   */
  record NumberMade(String number, RoomId room, ApplicationId application) implements PinChange {}

  record NumberGone(String number) implements PinChange {}

  record ApplicationMade(ApplicationId application) implements PinChange {}

  record ApplicationGone(ApplicationId application) implements PinChange {}
}
