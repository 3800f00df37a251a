package org.convoke.web;

import io.vertx.core.Future;
import java.util.Map;

/** What the server is asked about the whole bridge, of which it is a part. Any thread may ask. */
public interface Insight {
  /** Of a server that stands alone: it lives, and needs its database. */
  Insight NONE =
      new Insight() {
        @Override
        public Health live() {
          return Health.UP;
        }

        @Override
        public Future<Health> ready(boolean database) {
          return Future.succeededFuture(Health.database(database));
        }

        @Override
        public String metrics() {
          return "";
        }
      };

  /**
   * How the bridge is.
   *
   * @param status what is said of all together
   * @param good whether that is an answer 200
   * @param checks each part's own
   */
  record Health(Status status, boolean good, Map<String, Check> checks) {
    static final Health UP = new Health(Status.UP, true, Map.of());

    static Health database(boolean up) {
      Status status = up ? Status.UP : Status.DOWN;
      return new Health(status, up, Map.of("database", new Check(status, "")));
    }
  }

  /** {@code reason}: a sentence, empty where there is nothing to say. */
  record Check(Status status, String reason) {}

  /** What there is to say. */
  enum Status {
    UP,
    /** It does what it is there for, but something behind it is away. */
    DEGRADED,
    DOWN
  }

  /** Whether it lives; else it should be started anew. */
  Health live();

  /**
   * Whether it can take calls.
   *
   * @param database whether the database answers
   */
  Future<Health> ready(boolean database);

  /** What Prometheus reads. It may take a few milliseconds. */
  String metrics();
}
