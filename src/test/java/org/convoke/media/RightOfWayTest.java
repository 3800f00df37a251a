package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RightOfWayTest {
  private static final long MS = 1_000_000L;
  private final RightOfWay way = new RightOfWay();
  private long nowNs = Long.MAX_VALUE - 3 * MS;

  @BeforeEach
  void itHasTheRight() {
    way.begin(true, nowNs);
  }

  @Test
  void whoRestsEachMillisecondKeepsIt() {
    for (int turn = 0; turn < 1000; turn++) {
      turn(MS / 2);
      rest();
      assertThat(way.isTired(nowNs)).isFalse();
    }
    assertThat(way.has()).isTrue();
  }

  @Test
  void whoDoesNotComeToTheEndOfATurnIsStuck() {
    way.turns(nowNs);
    assertThat(way.isStuck(nowNs + RightOfWay.TURN_NS)).isFalse();
    assertThat(way.isStuck(nowNs + RightOfWay.TURN_NS + 1)).isTrue();
  }

  @Test
  void whoIsInNoTurnIsNeverStuck() {
    turn(MS);
    assertThat(way.isStuck(nowNs + 3_600_000 * MS)).isFalse();
  }

  @Test
  void whatWasTakenIsBackWithTheEndOfTheTurn() {
    way.turns(nowNs);
    way.taken();
    assertThat(way.isStuck(nowNs + 20 * MS)).isFalse();
    assertThat(way.has()).isFalse();
    nowNs += 30 * MS;
    way.turned();
    assertThat(way.mayHaveItBack(nowNs)).isTrue();
    way.back();
    assertThat(way.has()).isTrue();
    assertThat(way.mayHaveItBack(nowNs)).isFalse();
  }

  @Test
  void turnUponTurnWithoutARestMakesTired() {
    for (int turn = 0; turn < 20; turn++) {
      turn(5 * MS);
      assertThat(way.isTired(nowNs)).isFalse();
    }
    turn(MS);
    assertThat(way.isTired(nowNs)).isTrue();
  }

  @Test
  void whatWasGivenUpIsBackAfterAQuarterOfASecondOfRests() {
    tire();
    for (int calm = 0; calm <= 250; calm++) {
      assertThat(way.mayHaveItBack(nowNs)).as("after %d ms", calm).isFalse();
      turn(MS);
      rest();
    }
    assertThat(way.mayHaveItBack(nowNs)).isTrue();
  }

  @Test
  void eachSpellOfTooMuchWorkPutsThatOff() {
    tire();
    for (int spell = 0; spell < 10; spell++) {
      for (int calm = 0; calm < 200; calm++) {
        assertThat(way.mayHaveItBack(nowNs)).isFalse();
        turn(MS);
        rest();
      }
      turn(RightOfWay.WORK_NS + 1);
      rest();
    }
    assertThat(way.mayHaveItBack(nowNs)).isFalse();
  }

  private void tire() {
    turn(RightOfWay.WORK_NS + 1);
    assertThat(way.isTired(nowNs)).isTrue();
    way.givenUp(nowNs);
    assertThat(way.isTired(nowNs)).isFalse();
    rest();
  }

  private void turn(long ns) {
    way.turns(nowNs);
    nowNs += ns;
    way.turned();
  }

  private void rest() {
    way.rested(nowNs);
  }
}
