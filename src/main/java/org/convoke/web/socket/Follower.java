package org.convoke.web.socket;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.convoke.bus.RoomChange;

/**
 * No change of the roster missed or told twice: what comes before the snapshot is kept, and told
 * after it where the snapshot does not hold it already.
 */
final class Follower {
  /** More than can happen while a snapshot is on its way; older ones are in the snapshot. */
  private static final int MAX_KEPT = 2000;

  private final Deque<RoomChange> kept = new ArrayDeque<>();
  private boolean following;
  private long seq;

  /** Begins to keep what comes, until {@link #snapshot}. */
  void await() {
    following = false;
    kept.clear();
  }

  /** Whether the change is to be told now. */
  boolean isNews(RoomChange change) {
    long number = seqOf(change);
    if (!following) {
      // What has no number stands only for a moment.
      if (number > 0) {
        if (kept.size() >= MAX_KEPT) {
          kept.removeFirst();
        }
        kept.addLast(change);
      }
      return false;
    }
    if (number > 0) {
      if (number <= seq) {
        return false;
      }
      seq = number;
    }
    return true;
  }

  /** A snapshot that holds all up to {@code snapshotSeq} was told; returns what came after it. */
  List<RoomChange> snapshot(long snapshotSeq) {
    following = true;
    seq = snapshotSeq;
    List<RoomChange> later = new ArrayList<>();
    for (RoomChange change : kept) {
      if (isNews(change)) {
        later.add(change);
      }
    }
    kept.clear();
    return later;
  }

  private static long seqOf(RoomChange change) {
    return switch (change) {
      case RoomChange.Member member -> member.seq();
      case RoomChange.Left left -> left.seq();
      case RoomChange.Speaking speaking -> speaking.seq();
      case RoomChange.Flags flags -> flags.seq();
      case RoomChange.Text text -> text.seq();
      case RoomChange.Ended ended -> ended.seq();
      case RoomChange.Levels _, RoomChange.Quality _, RoomChange.Pins _ -> 0;
    };
  }
}
