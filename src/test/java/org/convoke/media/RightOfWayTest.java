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
      assertThat(way.isOverdue(nowNs)).isFalse();
      turn(MS);
    }
    assertThat(way.has()).isTrue();
  }

  @Test
  void whoDoesNotReturnFromAnythingIsOverdue() {
    turn(MS);
    assertThat(way.isOverdue(nowNs + RightOfWay.PATIENCE_NS)).isFalse();
    assertThat(way.isOverdue(nowNs + RightOfWay.PATIENCE_NS + 1)).isTrue();
  }

  @Test
  void aSleeperIsNeverOverdue() {
    way.sleeps(nowNs);
    assertThat(way.isOverdue(nowNs + 3_600_000 * MS)).isFalse();
  }

  @Test
  void itIsTakenOnce() {
    nowNs += 20 * MS;
    assertThat(way.isOverdue(nowNs)).isTrue();
    way.taken();
    assertThat(way.isOverdue(nowNs)).isFalse();
    assertThat(way.has()).isFalse();
  }

  @Test
  void itComesBackAfterAQuarterOfASecondOfRests() {
    taken();
    for (long calmMs = 0; calmMs <= 250; calmMs++) {
      assertThat(way.mayHaveItBack(nowNs)).as("after %d ms", calmMs).isFalse();
      turn(MS);
    }
    assertThat(way.mayHaveItBack(nowNs)).isTrue();
    way.back(true, nowNs);
    assertThat(way.has()).isTrue();
    assertThat(way.mayHaveItBack(nowNs)).isFalse();
  }

  @Test
  void eachSpellOfTooMuchWorkPutsItOff() {
    taken();
    for (int spell = 0; spell < 10; spell++) {
      for (int turn = 0; turn < 200; turn++) {
        assertThat(way.mayHaveItBack(nowNs)).isFalse();
        turn(MS);
      }
      work(RightOfWay.PATIENCE_NS + 1);
    }
    assertThat(way.mayHaveItBack(nowNs)).isFalse();
  }

  @Test
  void whoDoesNotGetItAsksAgainLater() {
    taken();
    calm();
    way.back(false, nowNs);
    assertThat(way.has()).isFalse();
    assertThat(way.mayHaveItBack(nowNs)).isFalse();
    calm();
    assertThat(way.mayHaveItBack(nowNs)).isTrue();
  }

  @Test
  void itIsNotOverdueWithoutTheRight() {
    way.begin(false, nowNs);
    assertThat(way.isOverdue(nowNs + 1000 * MS)).isFalse();
  }

  private void taken() {
    work(20 * MS);
    way.taken();
  }

  private void calm() {
    for (int turn = 0; turn < 260; turn++) {
      turn(MS);
    }
  }

  private void turn(long ns) {
    work(ns / 2);
    nowNs += ns / 2;
    way.wakes(nowNs);
  }

  private void work(long ns) {
    nowNs += ns;
    way.sleeps(nowNs);
    way.wakes(nowNs);
  }
}
