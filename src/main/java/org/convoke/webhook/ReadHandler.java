package org.convoke.webhook;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.convoke.store.Outbox;
import org.convoke.store.Outbox.Waiting;

/**
 * Reads the outbox: what is new for all who follow it in one query, and for each who is behind page
 * by page. Ids are committed in their order, so what comes after the last one read is all there is.
 */
final class ReadHandler {
  private static final int NEW_AT_ONCE = 2_000;
  private static final int PAGE = 256;
  private static final int PAGES_A_ROUND = 32;
  private static final int STEPS_A_ROUND = 8;

  private final Outbox outbox;
  private final Map<Integer, Holding> holdings;
  private final EventShelf shelf;
  private final LongSupplier nowMs;

  /** All rows up to this id were seen by those who follow. */
  private long edge;

  private boolean more;

  ReadHandler(Outbox outbox, Map<Integer, Holding> holdings, EventShelf shelf, LongSupplier nowMs) {
    this.outbox = outbox;
    this.holdings = holdings;
    this.shelf = shelf;
    this.nowMs = nowMs;
  }

  /** Whether there was more than one round reads. */
  boolean isMore() {
    return more;
  }

  /** One round: what is new, then those who are behind, then those who are not live. */
  Future<Void> read() {
    more = false;
    return readNew().compose(done -> pages()).compose(done -> catchUp());
  }

  private Future<Void> readNew() {
    List<Integer> following =
        holdings.values().stream().filter(one -> one.lane().isAtEdge()).map(Holding::key).toList();
    if (following.isEmpty()) {
      return Future.succeededFuture();
    }
    return outbox
        .after(following, edge, NEW_AT_ONCE)
        .compose(rows -> {
          long now = nowMs.getAsLong();
          for (Waiting row : rows) {
            Holding holding = holdings.get(row.endpoint());
            if (holding != null && holding.lane().isAtEdge()) {
              holding.lane().offer(row, now);
            }
            edge = Math.max(edge, row.id());
          }
          for (int key : following) {
            Holding holding = holdings.get(key);
            if (holding != null && holding.lane().isAtEdge()) {
              holding.lane().reachedEdge(edge);
            }
          }
          more |= rows.size() == NEW_AT_ONCE;
          return fetch(rows);
        });
  }

  private Future<Void> pages() {
    long now = nowMs.getAsLong();
    List<Holding> behind =
        holdings.values().stream()
            .filter(one -> !one.lane().isAtEdge() && one.lane().room(now) >= PAGE / 4)
            .limit(PAGES_A_ROUND)
            .toList();
    more |= behind.size() == PAGES_A_ROUND;
    Future<Void> all = Future.succeededFuture();
    for (Holding holding : behind) {
      all = all.compose(done -> page(holding));
    }
    return all;
  }

  private Future<Void> page(Holding holding) {
    Lane lane = holding.lane();
    long from = lane.loadedTo();
    return outbox
        .after(List.of(holding.key()), from, PAGE)
        .compose(rows -> {
          if (lane.loadedTo() != from) {
            // An answer that came meanwhile freed what was forgotten: this page is not the next.
            more = true;
            return Future.succeededFuture();
          }
          long now = nowMs.getAsLong();
          boolean room = true;
          for (int i = 0; room && i < rows.size(); i++) {
            room = lane.offer(rows.get(i), now);
          }
          if (room && rows.size() < PAGE) {
            lane.reachedEdge(edge);
          } else if (room) {
            more = true;
          }
          return fetch(rows);
        });
  }

  private Future<Void> catchUp() {
    long now = nowMs.getAsLong();
    List<Holding> late =
        holdings.values().stream()
            .filter(one ->
                !one.isLive() && one.lane().isAtEdge() && one.lane().room(now) > Lane.WINDOW / 2)
            .limit(STEPS_A_ROUND)
            .toList();
    Future<Void> all = Future.succeededFuture();
    for (Holding holding : late) {
      all =
          all.compose(done -> outbox.catchUp(holding.key()))
              .map(steps -> {
                if (!steps) {
                  holding.caughtUp();
                }
                more = true;
                return null;
              });
    }
    return all;
  }

  /** Puts the events of these rows on the shelf. */
  Future<Void> fetch(Collection<Waiting> rows) {
    Set<Long> missing = new HashSet<>();
    for (Waiting row : rows) {
      if (shelf.get(row.position()) == null) {
        missing.add(row.position());
      }
    }
    if (missing.isEmpty()) {
      return Future.succeededFuture();
    }
    return outbox
        .events(new ArrayList<>(missing))
        .map(found -> {
          found.forEach(shelf::put);
          return null;
        });
  }
}
