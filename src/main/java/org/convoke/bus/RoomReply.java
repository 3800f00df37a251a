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
   * The actor may not do that: not a host, or muted by one. {@code why}: not_host, muted_by_host.
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
  record Roster(boolean live, boolean locked, boolean allMuted, List<Member> members)
      implements RoomReply {}

  /**
   * One participant. {@code muted} is what counts: by himself or by a host.
   *
   * @param state joined or waiting
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
      boolean handRaised,
      boolean speaking,
      int volumeDb,
      int listenVolumeDb,
      Instant joinedAt) {}
}
