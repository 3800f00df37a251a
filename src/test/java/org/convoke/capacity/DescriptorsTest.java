package org.convoke.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoke.config.Config;
import org.convoke.config.ConfigLoader;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
  private final Config config = ConfigLoader.defaults();

  @Test
  void leavesEverythingAsItWasConfiguredWhereThereIsEnough() {
    Descriptors fitted = Descriptors.fit(config, 65_536);
    assertThat(fitted.shrunk()).isFalse();
    assertThat(fitted.config()).isSameAs(config);
  }

  @Test
  void leavesEverythingWhereTheSystemDoesNotSay() {
    assertThat(Descriptors.fit(config, -1).config()).isSameAs(config);
  }

  @Test
  void whatIsPromisedTogetherStaysBelowEveryLimit() {
    for (int limit = 320; limit < 8_000; limit += 7) {
      Descriptors fit = Descriptors.fit(config, limit);
      Config fitted = fit.config();
      int needed =
          Descriptors.OWN
              + Descriptors.RESERVED
              + config.database().pool()
              + Descriptors.PER_CALL * fitted.sip().maxCalls()
              + fitted.sip().maxConnections()
              + fitted.http().maxConnections()
              + fitted.fetch().maxRequests();
      assertThat(fit.needed()).isEqualTo(needed);
      assertThat(needed).as("limit %d", limit).isLessThanOrEqualTo(limit);
    }
  }

  @Test
  void aLowLimitIsMostlySpentOnCalls() {
    Descriptors fitted = Descriptors.fit(config, 512);
    assertThat(fitted.shrunk()).isTrue();
    assertThat(fitted.config().sip().maxCalls()).isBetween(100, 200);
    assertThat(fitted.config().http().maxConnections()).isBetween(12, 60);
    assertThat(fitted.words()).contains("512").contains("" + fitted.config().sip().maxCalls());
  }

  @Test
  void aHopelessLimitStillLeavesAFewOfEach() {
    Config fitted = Descriptors.fit(config, 64).config();
    assertThat(fitted.sip().maxCalls()).isPositive();
    assertThat(fitted.sip().maxConnections()).isPositive();
    assertThat(fitted.http().maxConnections()).isPositive();
    assertThat(fitted.fetch().maxRequests()).isPositive();
  }

  @Test
  void changesNothingElse() {
    Config fitted = Descriptors.fit(config, 1024).config();
    assertThat(fitted.media()).isEqualTo(config.media());
    assertThat(fitted.sip().maxCallHours()).isEqualTo(config.sip().maxCallHours());
    assertThat(fitted.http().port()).isEqualTo(config.http().port());
    assertThat(fitted.fetch().maxMib()).isEqualTo(config.fetch().maxMib());
  }
}
