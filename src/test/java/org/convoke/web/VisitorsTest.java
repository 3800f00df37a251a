package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class VisitorsTest {
  private final Visitors visitors = new Visitors(2);

  private boolean may(String address, long nowNs) {
    return visitors.mayMake(InetAddress.ofLiteral(address), nowNs);
  }

  @Test
  void anAddressMakesOnlySoManyRoomsInTenMinutes() {
    long start = -5;
    assertThat(may("192.0.2.1", start)).isTrue();
    assertThat(may("192.0.2.1", start + 1)).isTrue();
    assertThat(may("192.0.2.1", start + 2)).isFalse();
    assertThat(may("192.0.2.2", start + 2)).isTrue();
    assertThat(may("192.0.2.1", start + Visitors.WINDOW_NS - 1)).isFalse();
    assertThat(may("192.0.2.1", start + Visitors.WINDOW_NS)).isTrue();
    assertThat(may("192.0.2.1", start + Visitors.WINDOW_NS)).isTrue();
    assertThat(may("192.0.2.1", start + Visitors.WINDOW_NS)).isFalse();
  }

  @Test
  void anIpv6NetworkIsOneVisitor() {
    assertThat(may("2001:db8:1:2::1", 0)).isTrue();
    assertThat(may("2001:db8:1:2:ffff::2", 0)).isTrue();
    assertThat(may("2001:db8:1:2:1:2:3:4", 0)).isFalse();
    assertThat(may("2001:db8:1:3::1", 0)).isTrue();
  }

  @Test
  void thisMachineItselfHasNoLimit() {
    for (int i = 0; i < 50; i++) {
      assertThat(may("127.0.0.1", 0)).isTrue();
      assertThat(may("::1", 0)).isTrue();
    }
  }

  @Test
  void whoeverComesFromEverywhereIsForgottenInOrder() {
    for (int i = 0; i < 30_000; i++) {
      assertThat(may("10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256, 0)).isTrue();
    }
    assertThat(may("10.0.117.47", 0)).as("the last but one").isTrue();
    assertThat(may("10.0.117.47", 0)).isFalse();
  }
}
