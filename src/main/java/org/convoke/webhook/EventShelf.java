package org.convoke.webhook;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convoke.store.Outbox.Told;

/** The events that were read last: many endpoints are told the same ones. Belongs to one loop. */
final class EventShelf {
  private static final int MOST = 8_192;

  private final Map<Long, Sheet> events =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Sheet> eldest) {
          return size() > MOST;
        }
      };

  void put(Told told) {
    events.put(told.event().position(), new Sheet(told));
  }

  /** Null when it is not here. */
  Sheet get(long position) {
    return events.get(position);
  }
}
