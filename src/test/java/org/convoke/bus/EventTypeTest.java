package org.convoke.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventTypeTest {
  @Test
  void everyNameIsKnownByItselfByItsKindAndByAll() {
    assertThat(EventType.all())
        .contains("call.started", "participant.quiet", "webhook.disabled")
        .allMatch(name -> name.matches("[a-z_]+\\.[a-z_]+"))
        .hasSizeGreaterThan(30);
    assertThat(EventType.isFilter("*")).isTrue();
    for (String name : EventType.all()) {
      assertThat(EventType.isFilter(name)).isTrue();
      assertThat(EventType.isFilter(name.replaceFirst("\\..*", ".*"))).isTrue();
    }
  }

  @Test
  void whatNamesNothingIsNoFilter() {
    for (String none :
        new String[] {
          "", ".*", "call", "call*", "call.", "cal.*", "call.start", "**", "*.started"
        }) {
      assertThat(EventType.isFilter(none)).as(none).isFalse();
    }
  }
}
