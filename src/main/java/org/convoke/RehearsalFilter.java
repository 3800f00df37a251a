package org.convoke;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Keeps the calls of a {@link Rehearsal} out of the log: nobody made them. */
public final class RehearsalFilter extends Filter<ILoggingEvent> {
  @Override
  public FilterReply decide(ILoggingEvent event) {
    boolean rehearsed =
        event.getThreadName().startsWith(Rehearsal.NAME)
            && !event.getLevel().isGreaterOrEqual(Level.ERROR);
    return rehearsed ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
