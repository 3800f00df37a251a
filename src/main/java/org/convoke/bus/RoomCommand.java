package org.convoke.bus;

import java.util.List;
import java.util.Objects;
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

    /** By the room's page, or by a program that speaks as it does. */
    public static Actor page(ParticipantId participant) {
      return new Actor(participant, "page");
    }
  }

  /**
   * A leg asks for a seat. Replied to by Joined, Waiting or Refused.
   *
   * @param name what others see: a display name or the masked number
   * @param address for the roster: the caller's number, masked for others
   * @param lobby a host must admit it first
   * @param participant who has this id takes it with him; null: gets a new one
   * @param via how he came: phone or browser
   * @param muted comes muted by himself
   * @param invited came by a token, and so need not knock
   * @param terms on which an application lets him take part; null: as everybody
   */
  record Claim(
      RoomId room,
      CallId call,
      LegId leg,
      Role role,
      String name,
      String address,
      boolean lobby,
      ParticipantId participant,
      String via,
      boolean muted,
      boolean invited,
      Terms terms)
      implements RoomCommand {

    /** On the terms of everybody. */
    public Claim(
        RoomId room,
        CallId call,
        LegId leg,
        Role role,
        String name,
        String address,
        boolean lobby,
        ParticipantId participant,
        String via,
        boolean muted,
        boolean invited) {
      this(room, call, leg, role, name, address, lobby, participant, via, muted, invited, null);
    }

    /** Of a phone. */
    public Claim(
        RoomId room,
        CallId call,
        LegId leg,
        Role role,
        String name,
        String address,
        boolean lobby) {
      this(room, call, leg, role, name, address, lobby, null, "phone", false, false);
    }
  }

  /**
   * On what terms an application lets a call take part in a room. Calls are matched as they come:
   * lists may name some that are not there yet.
   *
   * @param startOnEnter his coming starts the meeting; else he waits until somebody came whose
   *     coming does. That of everybody who comes without terms does, and of every host.
   * @param endOnExit his going ends the meeting
   * @param canSpeak the calls that hear him; null: all, empty: none
   * @param canHear the calls that he hears; null: all, empty: none
   */
  record Terms(
      boolean startOnEnter, boolean endOnExit, List<CallId> canSpeak, List<CallId> canHear) {
    /** As everybody. */
    public static final Terms ORDINARY = new Terms(true, false, null, null);

    public Terms {
      canSpeak = canSpeak == null ? null : List.copyOf(canSpeak);
      canHear = canHear == null ? null : List.copyOf(canHear);
    }
  }

  /**
   * A browser's participant goes on by another leg: no tones, same rights. Replied to by Joined,
   * Waiting or Unknown.
   */
  record Reseat(RoomId room, ParticipantId participant, LegId leg) implements RoomCommand {}

  /**
   * The participant's line is gone and may come back: out of the mix, seat kept, nobody is told by
   * a tone. Or it is back.
   */
  record Away(RoomId room, ParticipantId participant, boolean away) implements RoomCommand {}

  /**
   * A phone becomes the sound of a browser's participant, whose own leg rests. Replied to by
   * Joined, Waiting or Unknown.
   */
  record Merge(RoomId room, ParticipantId participant, CallId call, LegId leg)
      implements RoomCommand {}

  /**
   * The phone of a {@link Merge} is gone: the browser's own leg is heard again. Where the browser
   * went for good meanwhile the participant leaves; {@code reason} as in participant.left. Replied
   * to by Done or Unknown.
   */
  record Unmerge(RoomId room, ParticipantId participant, LegId leg, String reason)
      implements RoomCommand {}

  /** A text message to all, 1 to 2000 characters. */
  record Say(RoomId room, ParticipantId participant, String text) implements RoomCommand {
    @Override
    public String toString() {
      return "Say[room=" + room + ", participant=" + participant + "]";
    }
  }

  /**
   * A participant or a waiting caller goes; {@code reason} as in participant.left. Replied to by
   * Done or Unknown.
   */
  record Leave(RoomId room, ParticipantId participant, String reason) implements RoomCommand {}

  /**
   * Mutes or unmutes. A participant sets his own flag, the API or a host the host's flag. Who only
   * listens is not unmuted by anybody.
   */
  record Mute(RoomId room, ParticipantId participant, boolean muted, Actor actor)
      implements RoomCommand {}

  /**
   * Takes a participant out of the mix both ways, or back. {@code byPeer}: the phone's own hold.
   */
  record Hold(RoomId room, ParticipantId participant, boolean held, boolean byPeer)
      implements RoomCommand {}

  /**
   * A participant hears nothing of the room, or hears it again; what is said to him alone he hears
   * as ever. By the API or a host.
   */
  record Earmuff(RoomId room, ParticipantId participant, boolean earmuffed, Actor actor)
      implements RoomCommand {}

  /** How loud the others hear a participant, in dB, -40 to 20. */
  record Volume(RoomId room, ParticipantId participant, int volumeDb, Actor actor)
      implements RoomCommand {
    /** By the API. */
    public Volume(RoomId room, ParticipantId participant, int volumeDb) {
      this(room, participant, volumeDb, Actor.API);
    }
  }

  /** How loud a participant hears the room: one step up or down. Replied to by Done. */
  record ListenVolume(RoomId room, ParticipantId participant, int stepDb) implements RoomCommand {}

  record SetRole(RoomId room, ParticipantId participant, Role role, Actor actor)
      implements RoomCommand {
    /** By the API. */
    public SetRole(RoomId room, ParticipantId participant, Role role) {
      this(room, participant, role, Actor.API);
    }
  }

  /** Participants may rename themselves, hosts and the API all. */
  record Rename(RoomId room, ParticipantId participant, String name, Actor actor)
      implements RoomCommand {
    /** A command without a name is its sender's defect, and shall not end the room. */
    public Rename {
      Objects.requireNonNull(name, "name");
    }

    /** By the API. */
    public Rename(RoomId room, ParticipantId participant, String name) {
      this(room, participant, name, Actor.API);
    }
  }

  /** A participant raises his own hand; a host and the API lower those of others too. */
  record RaiseHand(RoomId room, ParticipantId participant, boolean raised, Actor actor)
      implements RoomCommand {
    /** By himself. */
    public RaiseHand(RoomId room, ParticipantId participant, boolean raised) {
      this(room, participant, raised, Actor.page(participant));
    }
  }

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
