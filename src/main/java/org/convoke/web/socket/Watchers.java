package org.convoke.web.socket;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.convoke.bus.RoomChange;

/** The connections that are told of one room, and how often each is told how loud people are. */
final class Watchers {
  /**
   * What one push of the levels to one watcher earns in rest: a room sends at most 500 of them a
   * second, so 500 watchers get theirs each second and up to 125 as often as they are measured.
   */
  static final long REST_NS = 2_000_000L;

  private final Set<Connection> connections = new HashSet<>();
  private long restUntilNs = Long.MIN_VALUE;

  void add(Connection connection) {
    connections.add(connection);
  }

  void remove(Connection connection) {
    connections.remove(connection);
  }

  boolean isEmpty() {
    return connections.isEmpty();
  }

  /** Those there are now: telling one may add or remove others. */
  List<Connection> all() {
    return List.copyOf(connections);
  }

  /** Whether they are told of the change now. Levels stand only until the next ones. */
  boolean areTold(RoomChange change, long nowNs) {
    return !(change instanceof RoomChange.Levels) || levelsDue(connections.size(), nowNs);
  }

  boolean levelsDue(int watchers, long nowNs) {
    if (restUntilNs != Long.MIN_VALUE && nowNs - restUntilNs < 0) {
      return false;
    }
    restUntilNs = nowNs + watchers * REST_NS;
    return true;
  }
}
