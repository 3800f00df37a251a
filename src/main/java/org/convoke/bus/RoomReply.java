package org.convoke.bus;

import java.time.Instant;
import java.util.List;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;

/** What the room verticle replies. */
public sealed interface RoomReply extends BusMessage {
  /** Done; {@code changed} false when it was so already. */
  record Done(boolean changed) implements RoomReply {}

  /** No such participant, or the room is not live. */
  record Unknown() implements RoomReply {}

  /**
   * The actor may not do that. {@code why}: not_host, muted_by_host, listener (who only listens is
   * not unmuted), waiting (is not in the room yet), text_length.
   */
  record Forbidden(String why) implements RoomReply {}

  /**
   * Admitted, mixed and heard. {@code others}: how many were there before. {@code muted}: joined
   * muted. {@code language}: the room's, or null for the caller's.
   */
  record Joined(ParticipantId participant, int others, boolean muted, String language)
      implements RoomReply {}

  /**
   * Has a place in the lobby: {@code why} host (the room waits for a host) or lobby (a host must
   * admit). {@code language} as in {@link Joined}.
   */
  record Waiting(ParticipantId participant, String why, String language) implements RoomReply {}

  /** Not let in: {@code why} full, locked, closed or unavailable. */
  record Refused(String why) implements RoomReply {}

  /** A room's people and state. {@code live}: somebody joined; people may wait before that. */
  record Roster(boolean live, boolean locked, boolean allMuted, List<Member> members, long seq)
      implements RoomReply {
    /** Of a room where nothing has changed yet. */
    public Roster(boolean live, boolean locked, boolean allMuted, List<Member> members) {
      this(live, locked, allMuted, members, 0);
    }
  }

  /**
   * One participant. {@code muted} is what counts: by himself or by a host.
   *
   * @param state joined or waiting
   * @param earmuffed hears nothing of the room
   * @param via phone, browser, or merged: a browser whose sound is a phone
   * @param away his line is gone and may come back; the seat is kept
   * @param line how good his line is: good, fair or poor; empty while it is not known
   * @param lossPercent of the packets of the worse direction, 0 to 100
   */
  record Member(
      ParticipantId id,
      CallId call,
      LegId leg,
      String name,
      String address,
      Role role,
      String state,
      boolean muted,
      boolean mutedByHost,
      boolean held,
      boolean earmuffed,
      boolean handRaised,
      boolean speaking,
      int volumeDb,
      int listenVolumeDb,
      Instant joinedAt,
      String via,
      boolean away,
      String line,
      int lossPercent) {

    /** A phone's that hears the room, on a line that nothing is known of. */
    public Member(
        ParticipantId id,
        CallId call,
        LegId leg,
        String name,
        String address,
        Role role,
        String state,
        boolean muted,
        boolean mutedByHost,
        boolean held,
        boolean handRaised,
        boolean speaking,
        int volumeDb,
        int listenVolumeDb,
        Instant joinedAt) {
      this(
          id,
          call,
          leg,
          name,
          address,
          role,
          state,
          muted,
          mutedByHost,
          held,
          false,
          handRaised,
          speaking,
          volumeDb,
          listenVolumeDb,
          joinedAt,
          "phone",
          false,
          "",
          0);
    }
  }
}
