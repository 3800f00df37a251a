package org.convoke.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;

/** Turns an endpoint off and on, under the journal's lock, so that no event falls in between. */
final class EndpointSwitch {
  private static final String OFF =
      """
      update webhook_endpoints set enabled = false, disabled_reason = $2, disabled_at = $3,
        disabled_event = $4, updated_at = $3, version = version + 1, live = false,
        resume_after = case when live then (select coalesce(max(position), 0) from call_events)
          else resume_after end
      where key = $1 and enabled
      """;

  private static final String ON =
      """
      update webhook_endpoints set enabled = true, disabled_reason = null, disabled_at = null,
        disabled_event = null, failing_since = null, updated_at = $2, version = version + 1
      where key = $1 and not enabled
      """;

  /** What waited for its next try need not wait any longer. */
  private static final String AFRESH =
      """
      update webhook_deliveries set first_tried_at = null, next_try_at = null
      where endpoint = $1 and state = 'pending' and attempts > 0
      """;

  private EndpointSwitch() {}

  /**
   * False when it was off already.
   *
   * @param event the id of the event that will tell of it; null when somebody asked for it
   */
  static Future<Boolean> off(
      SqlConnection open, int key, Webhooks.DisabledReason reason, UUID event, Instant now) {
    return OutboxWriter.lock(open)
        .compose(
            locked -> Database.query(open, OFF, Tuple.of(key, reason.wire(), Sql.time(now), event)))
        .map(rows -> rows.rowCount() > 0);
  }

  /** Its rows since it was turned off are made by who delivers. */
  static Future<RowSet<Row>> on(SqlConnection open, int key, Instant now) {
    return Database.query(open, ON, Tuple.of(key, Sql.time(now)))
        .compose(done -> afresh(open, key));
  }

  /** It was changed: what failed before says nothing of how it is now. */
  static Future<RowSet<Row>> afresh(SqlConnection open, int key) {
    return Database.query(open, AFRESH, Tuple.of(key));
  }
}
