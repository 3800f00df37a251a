package org.convoke.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Admission admission = new Admission();

  @Test
  void isOpenWhileNobodyFeedsIt() {
    assertThat(admission.isOpen()).isTrue();
    assertThat(admission.admits()).isTrue();
    assertThat(admission.refused()).isZero();
  }

  @Test
  void memoryClosesAtEightyFivePerCentAndOpensAtSeventyFive() {
    assertThat(admission.update(Strain.MEMORY, 0.84)).isFalse();
    assertThat(admission.isOpen()).isTrue();
    assertThat(admission.update(Strain.MEMORY, 0.85)).isTrue();
    assertThat(admission.isOpen()).isFalse();
    assertThat(admission.update(Strain.MEMORY, 0.80)).isFalse();
    assertThat(admission.isOpen()).isFalse();
    assertThat(admission.update(Strain.MEMORY, 0.75)).isTrue();
    assertThat(admission.isOpen()).isTrue();
  }

  @Test
  void twoSecondsOfLateSoundAreForgivenAndThreeAreNot() {
    admission.update(Strain.SOUND, 0.9);
    admission.update(Strain.SOUND, 0.9);
    admission.update(Strain.SOUND, 0.1);
    admission.update(Strain.SOUND, 0.9);
    admission.update(Strain.SOUND, 0.9);
    assertThat(admission.isOpen()).isTrue();
    admission.update(Strain.SOUND, 0.9);
    assertThat(admission.isOpen()).isFalse();
  }

  @Test
  void staysClosedUntilTheLastStrainIsGone() {
    admission.update(Strain.MEMORY, 0.9);
    admission.update(Strain.DESCRIPTORS, 1.0);
    admission.update(Strain.MEMORY, 0.1);
    assertThat(admission.isClosedBy(Strain.MEMORY)).isFalse();
    assertThat(admission.isOpen()).isFalse();
    admission.update(Strain.DESCRIPTORS, 0.5);
    assertThat(admission.isOpen()).isTrue();
  }

  @Test
  void countsWhomItKeepsOutAndHowOftenItCloses() {
    for (int i = 0; i < 3; i++) {
      admission.update(Strain.MEMORY, 0.9);
      admission.admits();
      admission.update(Strain.MEMORY, 0.5);
      admission.admits();
    }
    assertThat(admission.refused()).isEqualTo(3);
    assertThat(admission.readings())
        .contains(new Admission.Reading(Strain.MEMORY, 0.5, false, 3))
        .hasSize(Strain.values().length);
  }

  @Test
  void everyStrainOpensAtLessThanItClosesAt() {
    assertThat(Strain.values()).allMatch(strain -> strain.openAt() < strain.closeAt());
  }
}
