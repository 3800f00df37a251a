package org.convoke.id;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlugRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "weekly-planning", "a--b-", "team-blue-room", "4821"})
  void lettersDigitsAndHyphensMakeALink(String slug) {
    assertThat(SlugRules.fault(slug)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "A", "a.b", "a b", "a\n", "\u00e9", "..", "%20"})
  void anythingElseDoesNot(String slug) {
    assertThat(SlugRules.fault(slug)).isPresent();
    assertThat(SlugRules.isSlug(slug)).isFalse();
  }

  @Test
  void aLinkHasAtMost64Characters() {
    assertThat(SlugRules.isSlug("x".repeat(64))).isTrue();
    assertThat(SlugRules.isSlug("x".repeat(65))).isFalse();
    assertThat(SlugRules.isSlug(null)).isFalse();
  }

  @Test
  void noLinkLooksLikeTheIdOfARoom() {
    String id = RoomId.random().value();
    assertThat(SlugRules.isSlug(id)).isTrue();
    assertThat(SlugRules.fault(id)).isPresent();
  }

  @Test
  void aRoomIsNamedAfterItsLink() {
    assertThat(SlugRules.name("weekly-planning")).isEqualTo("Weekly planning");
    assertThat(SlugRules.name("a--b-")).isEqualTo("A b");
    assertThat(SlugRules.name("7up")).isEqualTo("7up");
  }
}
