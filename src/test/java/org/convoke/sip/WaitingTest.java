package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private final Waiting waiting = new Waiting();
  private final List<String> done = new ArrayList<>();

  private boolean add(boolean ofACall, int most, String name) {
    return waiting.add(ofACall, most, () -> done.add(name));
  }

  private void takeAll() {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }

  @Test
  void whoHangsUpWaitsForNoneOfThoseWhoCall() {
    for (int i = 0; i < 1000; i++) {
      add(false, 5000, "INVITE " + i);
    }
    add(true, 5000, "BYE");
    waiting.poll().run();
    assertThat(done).containsExactly("BYE");
    assertThat(waiting.size()).isEqualTo(1000);
  }

  @Test
  void whatIsOfOneKindKeepsItsOrder() {
    add(false, 10, "INVITE");
    add(true, 10, "INFO");
    add(false, 10, "CANCEL");
    add(true, 10, "BYE");
    takeAll();
    assertThat(done).containsExactly("INFO", "BYE", "INVITE", "CANCEL");
    assertThat(waiting.size()).isZero();
  }

  @Test
  void whoCallTakeNoPlaceOfThoseWhoAreThere() {
    assertThat(add(false, 2, "one")).isTrue();
    assertThat(add(false, 2, "two")).isTrue();
    assertThat(add(false, 2, "three")).isFalse();
    assertThat(add(true, 2, "BYE")).isTrue();
    takeAll();
    assertThat(done).containsExactly("BYE", "one", "two");
    assertThat(add(false, 2, "three")).isTrue();
  }

  @Test
  void strangersStopEarlierThanThoseWhoAreKnown() {
    add(false, 5, "a");
    assertThat(add(false, 1, "of a stranger")).isFalse();
    assertThat(add(false, 5, "b")).isTrue();
  }
}
