package org.convoke.bus;

import java.time.Instant;
import org.convoke.id.ApplicationId;
import org.convoke.id.EntryPass;
import org.convoke.id.ParticipantId;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/** The pin verticle's answers. */
public sealed interface AdmissionAnswer extends BusMessage {
  /**
   * Ask the caller for a PIN. {@code pinLength} is the one length of all PINs of the number, or 0
   * if they differ.
   */
  record AskPin(int pinLength) implements AdmissionAnswer {}

  /**
   * The call may enter the room. {@code lobby}: wrong PINs ran past a budget, so a host must admit
   * it first.
   *
   * @param delayMs play hold tone for so long before saying anything: the tarpit
   */
  record Admit(RoomId room, Role role, boolean lobby, long delayMs) implements AdmissionAnswer {}

  /** A code that is valid once, until {@code expiresAt}. */
  record MergeCode(Pin code, Instant expiresAt) implements AdmissionAnswer {}

  /** Lets one call in, once, until {@code expiresAt}. */
  record Pass(EntryPass pass, Instant expiresAt) implements AdmissionAnswer {}

  /** The phone becomes this participant's sound; {@code delayMs} as in {@link Admit}. */
  record Merge(RoomId room, ParticipantId participant, long delayMs) implements AdmissionAnswer {}

  /** The application says what to do with the call: it is run by the program verticle. */
  record Run(ApplicationId application) implements AdmissionAnswer {}

  /** Unknown, closed or wrong: the caller hears the same voice after the same delay for each. */
  record Reject(long delayMs, boolean throttled) implements AdmissionAnswer {}

  /** The number, URI or room does not exist: 404. */
  record NotFound() implements AdmissionAnswer {}

  /**
   * The database is away and the cache does not know: say "try again", let the caller try again.
   */
  record Unavailable() implements AdmissionAnswer {}
}
