package org.convoke.bus;

import org.convoke.id.LegId;

/** Asked of the room verticle by whoever knows a call and not where it is. */
public sealed interface SeatQuery extends BusMessage {
  /** Where is this leg, joined or waiting? Replied to by {@link SeatReply}. */
  record Find(LegId leg) implements SeatQuery {}
}
