package org.convoke;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;

class RehearsalFilterTest {
  private final RehearsalFilter filter = new RehearsalFilter();

  @Test
  void rehearsedCallsAreNotLoggedButDefectsAre() {
    assertThat(decide("rehearsal-1", Level.INFO)).isEqualTo(FilterReply.DENY);
    assertThat(decide("rehearsal", Level.WARN)).isEqualTo(FilterReply.DENY);
    assertThat(decide("rehearsal-0", Level.ERROR)).isEqualTo(FilterReply.NEUTRAL);
    assertThat(decide("sip-0", Level.INFO)).isEqualTo(FilterReply.NEUTRAL);
  }

  private FilterReply decide(String thread, Level level) {
    LoggingEvent event = new LoggingEvent();
    event.setThreadName(thread);
    event.setLevel(level);
    return filter.decide(event);
  }
}
