package org.convoke.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.convoke.bus.RoomChange;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;

class FollowerTest {
  private static final RoomId ROOM = RoomId.random();
  private static final ParticipantId ADA = ParticipantId.random();

  private final Follower follower = new Follower();

  private static RoomChange change(long seq) {
    return new RoomChange.Speaking(ROOM, seq, ADA, seq % 2 == 0);
  }

  @Test
  void whatTheSnapshotHoldsIsNotToldAgain() {
    follower.await();
    assertThat(follower.isNews(change(4))).isFalse();
    assertThat(follower.isNews(change(5))).isFalse();
    assertThat(follower.isNews(change(6))).isFalse();
    assertThat(follower.snapshot(5)).containsExactly(change(6));
    assertThat(follower.isNews(change(6))).isFalse();
    assertThat(follower.isNews(change(7))).isTrue();
  }

  @Test
  void levelsAreNotKeptForLater() {
    follower.await();
    assertThat(follower.isNews(new RoomChange.Levels(ROOM, Map.of(ADA, -20)))).isFalse();
    assertThat(follower.snapshot(1)).isEmpty();
    assertThat(follower.isNews(new RoomChange.Levels(ROOM, Map.of(ADA, -20)))).isTrue();
  }

  @Test
  void whereverTheSnapshotFallsEachChangeIsToldOnceAndInOrder() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      Follower one = new Follower();
      one.await();
      int begin = random.nextInt(1, 10);
      int seen = random.nextInt(begin - 1, 30);
      int at = random.nextInt(seen, 40);
      List<Long> told = new ArrayList<>();
      for (long seq = begin; seq <= at; seq++) {
        assertThat(one.isNews(change(seq))).isFalse();
      }
      one.snapshot(seen).forEach(later -> told.add(((RoomChange.Speaking) later).seq()));
      for (long seq = at + 1; seq <= 50; seq++) {
        if (one.isNews(change(seq))) {
          told.add(seq);
        }
      }
      List<Long> expected = new ArrayList<>();
      for (long seq = Math.max(begin, seen + 1); seq <= 50; seq++) {
        expected.add(seq);
      }
      assertThat(told).as("seed %d", seed).isEqualTo(expected);
    }
  }
}
