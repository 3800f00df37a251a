package org.convoke.program;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.convoke.id.ApplicationId;
import org.convoke.store.Applications;
import org.convoke.store.Applications.Application;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applications as they are now, or as they were when last read while the database is away. Owned by
 * the program verticle's event loop.
 */
final class ApplicationGateway {
  private static final Logger LOG = LoggerFactory.getLogger(ApplicationGateway.class);
  private static final int MOST = 10_000;
  private static final long PATIENCE_MS = 1_000;

  private final Context context;
  private final Applications applications;
  private Map<ApplicationId, Application> copy = new HashMap<>();

  ApplicationGateway(Context context, Applications applications) {
    this.context = context;
    this.applications = applications;
  }

  /** Copies them all again; never fails. */
  Future<?> refresh() {
    Promise<Void> done = Promise.promise();
    applications
        .all(MOST)
        .onComplete(read ->
            context.runOnContext(_ -> {
              if (read.succeeded()) {
                copy = byId(read.result());
              } else {
                LOG.debug("applications are not copied this time: {}", read.cause().getMessage());
              }
              done.complete();
            }));
    return done.future();
  }

  private static Map<ApplicationId, Application> byId(List<Application> all) {
    Map<ApplicationId, Application> byId = new HashMap<>();
    all.forEach(application -> byId.put(application.id(), application));
    return byId;
  }

  /** Never fails: what cannot be found out is empty. */
  Future<Optional<Application>> find(ApplicationId id) {
    Promise<Optional<Application>> found = Promise.promise();
    applications
        .find(id)
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .onComplete(read ->
            context.runOnContext(_ ->
                found.complete(
                    read.succeeded()
                        ? remember(id, read.result())
                        : Optional.ofNullable(copy.get(id)))));
    return found.future();
  }

  private Optional<Application> remember(ApplicationId id, Optional<Application> now) {
    now.ifPresentOrElse(application -> copy.put(id, application), () -> copy.remove(id));
    return now;
  }
}
