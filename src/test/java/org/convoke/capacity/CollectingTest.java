package org.convoke.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CollectingTest {
  private final Collecting collecting = new Collecting();

  private int looksUntilDue(int legs) {
    for (int looks = 1; looks <= 1000; looks++) {
      if (collecting.isDue(true, legs)) {
        return looks;
      }
    }
    return -1;
  }

  @Test
  void isNeverDueWhileTheDoorIsOpen() {
    for (int i = 0; i < 1000; i++) {
      assertThat(collecting.isDue(false, 1000 - i)).isFalse();
    }
  }

  @Test
  void disturbsNobodyWhileAllAreStillThere() {
    collecting.isDue(true, 100);
    assertThat(looksUntilDue(100)).isEqualTo(Collecting.ANYHOW);
  }

  @Test
  void looksSoonAfterManyHaveGoneAndOnceMoreWhenNothingOfThemIsLeft() {
    collecting.isDue(true, 100);
    assertThat(looksUntilDue(20)).isEqualTo(Collecting.REST);
    assertThat(looksUntilDue(20)).isEqualTo(Collecting.AGAIN);
    assertThat(looksUntilDue(20)).isEqualTo(Collecting.ANYHOW);
  }

  @Test
  void countsAnewEachTimeThatTheDoorCloses() {
    collecting.isDue(true, 100);
    looksUntilDue(20);
    collecting.isDue(false, 20);
    collecting.isDue(true, 200);
    assertThat(looksUntilDue(100)).isEqualTo(Collecting.REST);
  }

  @Test
  void isOfNoUseWhereThereWasNoLeg() {
    collecting.isDue(true, 0);
    assertThat(looksUntilDue(0)).isEqualTo(Collecting.ANYHOW);
  }
}
