package org.convoke.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WhereaboutsTest {
  private static final int PORT = 40_000;

  @Test
  void hereNobodyIsBehindNat() {
    assertThat(IntStream.range(0, 100)).noneMatch(Whereabouts.HERE::natted);
    assertThat(Whereabouts.HERE.named(7)).isEqualTo("127.0.0.1");
    assertThat(Whereabouts.HERE.named(7, PORT)).isEqualTo(PORT);
    assertThat(Whereabouts.HERE.address()).isEqualTo(Native.LOOPBACK);
  }

  @Test
  void eachFourthNamesAnAddressAndAPortThatItsSoundDoesNotComeFrom() {
    Whereabouts where = new Whereabouts("203.0.113.7", "10.0.0.5", 4);
    for (int call = 0; call < 100; call++) {
      boolean natted = call % 4 == 3;
      assertThat(where.natted(call)).isEqualTo(natted);
      assertThat(where.named(call)).isEqualTo(natted ? "10.0.0.5" : "203.0.113.7");
      assertThat(where.named(call, PORT) == PORT).isEqualTo(!natted);
    }
    assertThat(where.address()).isEqualTo(203 << 24 | 113 << 8 | 7);
  }
}
