package org.convoke.bus;

import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/**
 * What befell a participant by another's hand, so that the dialogue can tell him. {@code leg} is
 * the one that is his sound: of a merged participant the phone's, unless the notice says otherwise.
 */
public sealed interface RoomNotice extends BusMessage {
  RoomId room();

  ParticipantId participant();

  LegId leg();

  /**
   * Let in from the lobby; {@code others}: how many were there before. {@code muted}: by a mute of
   * all. Of a merged participant each leg gets it.
   */
  record Admitted(RoomId room, ParticipantId participant, LegId leg, int others, boolean muted)
      implements RoomNotice {}

  /**
   * He became the only one in the room, or ceased to be. Not sent for his own joining: the answer
   * to his claim says how many are there.
   */
  record Alone(RoomId room, ParticipantId participant, LegId leg, boolean alone)
      implements RoomNotice {}

  /** To a host: somebody began to wait in the lobby and can be admitted. */
  record SomeoneWaits(RoomId room, ParticipantId participant, LegId leg) implements RoomNotice {}

  /** To a browser: a phone is its sound now, or no more; {@code leg} is the browser's own. */
  record Merged(RoomId room, ParticipantId participant, LegId leg, boolean merged)
      implements RoomNotice {}

  /** Muted or unmuted by a host or the API. */
  record MutedByHost(RoomId room, ParticipantId participant, LegId leg, boolean muted)
      implements RoomNotice {}

  /** Held by the API, and hears nothing of the room: he shall hear that he waits; or no more. */
  record Held(RoomId room, ParticipantId participant, LegId leg, boolean held)
      implements RoomNotice {}

  /**
   * Out: the meeting ended, the room closed, or he was removed. Say so and hang up. {@code why}:
   * ended, host_left, removed; left to the phone of a merged participant who left by his browser.
   * Of a merged participant each leg gets it.
   */
  record Dismissed(RoomId room, ParticipantId participant, LegId leg, String why)
      implements RoomNotice {}
}
