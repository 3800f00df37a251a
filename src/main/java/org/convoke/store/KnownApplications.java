package org.convoke.store;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.convoke.clock.Clock;
import org.convoke.id.ApplicationId;
import org.convoke.store.Applications.Application;

/**
 * Applications, also while the database is away: then as they were last seen. After a silence the
 * database is not asked for two seconds, so that calls do not each wait for it. Owned by one event
 * loop.
 */
public final class KnownApplications {
  /** No bridge has more. */
  private static final int MAX = 10_000;

  private static final long ANSWER_MS = 800;
  private static final long REST_NS = 2_000_000_000L;

  private final Applications applications;
  private final Clock clock;
  private Map<ApplicationId, Application> seen = new HashMap<>();
  private boolean away;
  private long askAgainAtNs;

  public KnownApplications(Applications applications, Clock clock) {
    this.applications = applications;
    this.clock = clock;
  }

  /**
   * Takes a copy of all; to be called at the start and every few seconds, but not before the last
   * one completed. Fails with {@link Unavailable}.
   */
  public Future<Void> refresh() {
    return applications
        .all(MAX)
        .map(all -> {
          Map<ApplicationId, Application> fresh = new HashMap<>();
          all.forEach(one -> fresh.put(one.id(), one));
          seen = fresh;
          away = false;
          return null;
        });
  }

  /**
   * The application, empty when there is none. Fails with {@link Unavailable} while the database is
   * away and it was never seen.
   */
  public Future<Optional<Application>> find(ApplicationId id) {
    if (away && askAgainAtNs - clock.nowNs() > 0) {
      return last(id);
    }
    return applications
        .find(id)
        .timeout(ANSWER_MS, TimeUnit.MILLISECONDS)
        .onSuccess(found -> remember(id, found))
        .recover(failure -> {
          if (!(failure instanceof Unavailable) && !(failure instanceof TimeoutException)) {
            return Future.failedFuture(failure);
          }
          away = true;
          askAgainAtNs = clock.nowNs() + REST_NS;
          return last(id);
        });
  }

  private void remember(ApplicationId id, Optional<Application> found) {
    away = false;
    if (found.isEmpty()) {
      seen.remove(id);
    } else if (seen.size() < MAX || seen.containsKey(id)) {
      seen.put(id, found.get());
    }
  }

  private Future<Optional<Application>> last(ApplicationId id) {
    Application known = seen.get(id);
    return known != null
        ? Future.succeededFuture(Optional.of(known))
        : Future.failedFuture(new Unavailable(new TimeoutException("no copy of the application")));
  }
}
