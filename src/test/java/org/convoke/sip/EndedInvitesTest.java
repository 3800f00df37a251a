package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndedInvitesTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final EndedInvites ended = new EndedInvites();

  @Test
  void anInviteThatComesAgainAfterItsCallIsKnownFor32Seconds() {
    ended.add("call", 1, "z9hG4bK-a", 5 * SECOND_NS);

    assertThat(ended.branch("call", 1, 5 * SECOND_NS)).isEqualTo("z9hG4bK-a");
    assertThat(ended.branch("call", 1, 37 * SECOND_NS - 1)).isEqualTo("z9hG4bK-a");
    assertThat(ended.branch("call", 1, 37 * SECOND_NS)).isNull();
    assertThat(ended.size()).isZero();
  }

  @Test
  void theNextRequestOfTheSameDialogIsNew() {
    ended.add("call", 1, "z9hG4bK-a", 0);

    assertThat(ended.branch("call", 2, SECOND_NS)).isNull();
    assertThat(ended.branch("other", 1, SECOND_NS)).isNull();
  }

  @Test
  void whatEndedLongAgoIsForgottenWhenOthersEnd() {
    ended.add("first", 1, "a", 0);
    ended.add("second", 1, "b", 20 * SECOND_NS);
    ended.add("first", 2, "c", 25 * SECOND_NS);
    ended.add("third", 1, "d", 53 * SECOND_NS);

    assertThat(ended.size()).isEqualTo(2);
    assertThat(ended.branch("first", 2, 53 * SECOND_NS)).isEqualTo("c");
  }
}
