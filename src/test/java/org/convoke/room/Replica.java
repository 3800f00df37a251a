package org.convoke.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomReply;
import org.convoke.bus.RoomReply.Member;
import org.convoke.id.ParticipantId;

/** A room's roster as one knows it who was told every change and nothing else. */
final class Replica {
  private final Map<ParticipantId, Member> members = new LinkedHashMap<>();
  private boolean locked;
  private boolean allMuted;
  private long seq;

  void apply(RoomChange change, String as) {
    switch (change) {
      case RoomChange.Member one -> {
        next(one.seq(), as);
        members.put(one.member().id(), one.member());
      }
      case RoomChange.Left one -> {
        next(one.seq(), as);
        assertThat(members.remove(one.participant())).as(as).isNotNull();
      }
      case RoomChange.Speaking one -> {
        next(one.seq(), as);
        members.computeIfPresent(one.participant(), (_, it) -> with(it, one.speaking(), 0));
      }
      case RoomChange.Flags one -> {
        next(one.seq(), as);
        locked = one.locked();
        allMuted = one.allMuted();
      }
      case RoomChange.Text one -> next(one.seq(), as);
      case RoomChange.Ended one -> next(one.seq(), as);
      case RoomChange.Levels _, RoomChange.Quality _, RoomChange.Pins _ -> {}
    }
  }

  private void next(long now, String as) {
    assertThat(now).as("%s: seq grows by one", as).isEqualTo(seq + 1);
    seq = now;
  }

  void assertSame(RoomReply.Roster roster, String as) {
    assertThat(roster.seq()).as(as).isEqualTo(seq);
    assertThat(roster.locked()).as(as).isEqualTo(locked);
    assertThat(roster.allMuted()).as(as).isEqualTo(allMuted);
    assertThat(members.values().stream().map(one -> with(one, one.speaking(), 0)))
        .as("%s: who was told all changes knows the roster", as)
        .containsExactlyInAnyOrderElementsOf(
            roster.members().stream().map(one -> with(one, one.speaking(), 0)).toList());
  }

  /** How loud one listens is not told to others. */
  private static Member with(Member one, boolean speaking, int listenVolumeDb) {
    return new Member(
        one.id(),
        one.call(),
        one.leg(),
        one.name(),
        one.address(),
        one.role(),
        one.state(),
        one.muted(),
        one.mutedByHost(),
        one.held(),
        one.earmuffed(),
        one.handRaised(),
        speaking,
        one.volumeDb(),
        listenVolumeDb,
        one.joinedAt(),
        one.via(),
        one.away(),
        one.line(),
        one.lossPercent());
  }
}
