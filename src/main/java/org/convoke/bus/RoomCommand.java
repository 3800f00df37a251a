package org.convoke.bus;

import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/**
 * Commands to the room verticle, which owns who is in which room and what they may do. Each names
 * its room.
 */
public sealed interface RoomCommand extends BusMessage {
  RoomId room();

  /** Who asks: a participant by keypad or page, or the API ({@code participant} null). */
  record Actor(ParticipantId participant, String kind) {
    public static final Actor API = new Actor(null, "api");

    public static Actor keypad(ParticipantId participant) {
      return new Actor(participant, "keypad");
    }
  }

  /**
   * A leg asks for a seat. Replied to by Joined, Waiting or Refused.
   *
   * @param name what others see: a display name or the masked number
   * @param address for the roster: the caller's number, masked for others
   * @param lobby a host must admit it first
   */
  record Claim(
      RoomId room, CallId call, LegId leg, Role role, String name, String address, boolean lobby)
      implements RoomCommand {}

  /**
   * A participant or a waiting caller goes; {@code reason} as in participant.left. Replied to by
   * Done or Unknown.
   */
  record Leave(RoomId room, ParticipantId participant, String reason) implements RoomCommand {}

  /**
   * Mutes or unmutes. By keypad it sets the participant's own flag, by API or a host the host's
   * flag.
   */
  record Mute(RoomId room, ParticipantId participant, boolean muted, Actor actor)
      implements RoomCommand {}

  /**
   * Takes a participant out of the mix both ways, or back. {@code byPeer}: the phone's own hold.
   */
  record Hold(RoomId room, ParticipantId participant, boolean held, boolean byPeer)
      implements RoomCommand {}

  /** How loud the others hear a participant, in dB, -40 to 20. */
  record Volume(RoomId room, ParticipantId participant, int volumeDb) implements RoomCommand {}

  /** How loud a participant hears the room: one step up or down. Replied to by Done. */
  record ListenVolume(RoomId room, ParticipantId participant, int stepDb) implements RoomCommand {}

  record SetRole(RoomId room, ParticipantId participant, Role role) implements RoomCommand {}

  record Rename(RoomId room, ParticipantId participant, String name) implements RoomCommand {}

  record RaiseHand(RoomId room, ParticipantId participant, boolean raised) implements RoomCommand {}

  /** Mutes all but hosts (and late joiners), or lifts it. */
  record MuteAll(RoomId room, boolean muted, Actor actor) implements RoomCommand {}

  record Lock(RoomId room, boolean locked, Actor actor) implements RoomCommand {}

  /** Admits one who waits in the lobby; all who wait when {@code participant} is null. */
  record Admit(RoomId room, ParticipantId participant, Actor actor) implements RoomCommand {}

  /** Ends the meeting: every participant hears "meeting ended" and is hung up. */
  record End(RoomId room, String reason, Actor actor) implements RoomCommand {}

  /** Removes one participant: he hears goodbye and is hung up. */
  record Remove(RoomId room, ParticipantId participant, Actor actor) implements RoomCommand {}

  /** The stored settings of the room changed: read them again. */
  record SettingsChanged(RoomId room) implements RoomCommand {}

  /** Who is there; replied to by {@link RoomReply.Roster}, empty when the room is not live. */
  record Snapshot(RoomId room) implements RoomCommand {}
}
