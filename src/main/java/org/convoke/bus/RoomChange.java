package org.convoke.bus;

import java.time.Instant;
import java.util.Map;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/**
 * How a live room differs from what was told before, published at {@link Addresses#ROOM_CHANGES}
 * for those who watch it. {@code seq} grows by one with each change of a room that is live; {@link
 * RoomReply.Roster} names the last one it holds.
 */
public sealed interface RoomChange extends BusMessage {
  RoomId room();

  /** Came, or anything about him changed but whether he speaks. */
  record Member(RoomId room, long seq, RoomReply.Member member) implements RoomChange {}

  /**
   * Went; {@code reason} as in participant.left.
   *
   * @param waiting never came in, so that only hosts knew of him
   */
  record Left(RoomId room, long seq, ParticipantId participant, String reason, boolean waiting)
      implements RoomChange {
    /** One who was in the room. */
    public Left(RoomId room, long seq, ParticipantId participant, String reason) {
      this(room, seq, participant, reason, false);
    }
  }

  record Speaking(RoomId room, long seq, ParticipantId participant, boolean speaking)
      implements RoomChange {}

  /** Locked, muted for all but hosts, or neither. */
  record Flags(RoomId room, long seq, boolean locked, boolean allMuted) implements RoomChange {}

  /** A text message to all. */
  record Text(
      RoomId room, long seq, ParticipantId participant, String name, String text, Instant sentAt)
      implements RoomChange {
    @Override
    public String toString() {
      return "Text[room=" + room + ", seq=" + seq + "]";
    }
  }

  /** The meeting ended; {@code reason} as in room.ended. */
  record Ended(RoomId room, long seq, String reason) implements RoomChange {}

  /** How loud those who speak are, in dBov (-127 to 0); told some times a second, without a seq. */
  record Levels(RoomId room, Map<ParticipantId, Integer> levelsDbov) implements RoomChange {
    public Levels {
      levelsDbov = Map.copyOf(levelsDbov);
    }
  }

  /** The quality of some lines, each told every few seconds, without a seq. */
  record Quality(RoomId room, Map<ParticipantId, LegReport> reports) implements RoomChange {
    public Quality {
      reports = Map.copyOf(reports);
    }
  }

  /**
   * Its PINs are others now, as the database tells; said by whoever made them, without a seq, of
   * rooms that are not live too.
   */
  record Pins(RoomId room) implements RoomChange {}
}
