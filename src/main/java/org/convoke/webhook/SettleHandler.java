package org.convoke.webhook;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.convoke.store.Outbox;
import org.convoke.store.Outbox.Health;
import org.convoke.store.Outbox.Outcome;
import org.convoke.store.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what attempts came to, many at a time. While the database is away it keeps them: what was
 * taken is not sent again by this process.
 */
final class SettleHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SettleHandler.class);
  private static final int BATCH = 2_000;

  private final Outbox outbox;
  private final Deque<Settled> queue = new ArrayDeque<>();

  /** So many batches of one, to find the outcome that the database refuses. */
  private int singly;

  private record Settled(Lane lane, Outcome outcome) {}

  SettleHandler(Outbox outbox) {
    this.outbox = outbox;
  }

  void add(Lane lane, Outcome outcome) {
    queue.add(new Settled(lane, outcome));
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** One batch. */
  Future<Void> settle(Collection<Holding> holdings) {
    List<Settled> batch = new ArrayList<>();
    for (int most = singly > 0 ? 1 : BATCH; batch.size() < most && !queue.isEmpty(); ) {
      batch.add(queue.poll());
    }
    List<Holding> changed = holdings.stream().filter(Holding::isHealthUnwritten).toList();
    if (batch.isEmpty() && changed.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Health> health =
        changed.stream()
            .map(one -> new Health(one.key(), one.lane().pulse().failingSince()))
            .toList();
    return outbox
        .settle(batch.stream().map(Settled::outcome).toList(), health)
        .onSuccess(done -> {
          singly = Math.max(0, singly - batch.size());
          batch.forEach(one -> one.lane().settled(one.outcome().id()));
          for (int i = 0; i < health.size(); i++) {
            changed.get(i).healthWritten(health.get(i).failingSince());
          }
        })
        .onFailure(failure -> refused(batch, failure));
  }

  private void refused(List<Settled> batch, Throwable failure) {
    if (failure instanceof Unavailable || batch.size() > 1) {
      batch.reversed().forEach(queue::addFirst);
      singly = failure instanceof Unavailable ? singly : batch.size();
    } else {
      batch.forEach(one -> LOG.error("Delivery {} cannot be written", one.outcome().id(), failure));
    }
  }
}
