package org.convoke.pin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.convoke.id.ParticipantId;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;
import org.convoke.pin.MergeCodes.Owner;
import org.junit.jupiter.api.Test;

class MergeCodesTest {
  /** Near the wrap of the clock, so that a comparison without subtraction shows. */
  private static final long NOW = Long.MAX_VALUE - 1_000;

  private final MergeCodes codes = new MergeCodes(new Random(1));

  private static Owner owner() {
    return new Owner(RoomId.random(), ParticipantId.random());
  }

  @Test
  void aCodeHasSixDigitsAndIsValidOnce() {
    Owner ada = owner();
    Pin code = codes.make(ada, NOW);
    assertThat(code.digits()).matches("[0-9]{6}");
    assertThat(codes.spend(code, NOW + 1)).contains(ada);
    assertThat(codes.spend(code, NOW + 2)).isEmpty();
  }

  @Test
  void aCodeIsValidForFiveMinutes() {
    Pin early = codes.make(owner(), NOW);
    Pin late = codes.make(owner(), NOW);
    assertThat(codes.spend(early, NOW + 299_999_999_999L)).isPresent();
    assertThat(codes.spend(late, NOW + 300_000_000_000L)).isEmpty();
  }

  @Test
  void aNewCodeMakesTheLastOneOfTheSameParticipantVoid() {
    Owner ada = owner();
    Pin first = codes.make(ada, NOW);
    Pin second = codes.make(ada, NOW);
    assertThat(second).isNotEqualTo(first);
    assertThat(codes.spend(first, NOW)).isEmpty();
    assertThat(codes.spend(second, NOW)).contains(ada);
  }

  @Test
  void codesNeverMeetAndTheOldestGoWhenThereAreTooMany() {
    List<Pin> made = new ArrayList<>();
    Set<Pin> different = new HashSet<>();
    for (int i = 0; i < MergeCodes.MAX + 10; i++) {
      made.add(codes.make(owner(), NOW + i));
      different.add(made.getLast());
    }
    assertThat(different).hasSizeGreaterThan(MergeCodes.MAX);
    for (Pin gone : made.subList(0, 10)) {
      // A number that went may have been drawn again.
      if (made.lastIndexOf(gone) < 10) {
        assertThat(codes.spend(gone, NOW)).isEmpty();
      }
    }
    assertThat(codes.spend(made.get(10), NOW)).isPresent();
    assertThat(codes.spend(made.getLast(), NOW)).isPresent();
  }

  @Test
  void aCodeDoesNotPrint() {
    Pin code = codes.make(owner(), NOW);
    assertThat(code.toString()).doesNotContain(code.digits());
  }
}
