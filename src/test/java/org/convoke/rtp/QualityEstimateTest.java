package org.convoke.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.convoke.rtp.QualityEstimate.Kind.G711;
import static org.convoke.rtp.QualityEstimate.Kind.OPUS;

import org.convoke.rtp.QualityEstimate.Kind;
import org.junit.jupiter.api.Test;

class QualityEstimateTest {
  @Test
  void aCleanG711LineIsWhatG107Says() {
    assertThat(QualityEstimate.mos(G711, 0, 1, 20)).isCloseTo(4.41, within(0.01));
  }

  @Test
  void lossBurstsAndDelayEachMakeItWorse() {
    double clean = QualityEstimate.mos(G711, 0, 1, 50);
    double lossy = QualityEstimate.mos(G711, 0.03, 1, 50);
    double bursty = QualityEstimate.mos(G711, 0.03, 3, 50);
    double late = QualityEstimate.mos(G711, 0.03, 3, 400);
    assertThat(clean).isGreaterThan(lossy);
    assertThat(lossy).isGreaterThan(bursty);
    assertThat(bursty).isGreaterThan(late);
    assertThat(QualityEstimate.mos(OPUS, 0.03, 1, 50)).isGreaterThan(lossy);
  }

  @Test
  void staysBetweenOneAndFourAndAHalfWhateverComes() {
    for (Kind kind : Kind.values()) {
      for (double loss = -1; loss < 3; loss += 0.1) {
        for (double delayMs : new double[] {-5, 0, 100, 101, 1000, 1e9}) {
          assertThat(QualityEstimate.mos(kind, loss, 0, delayMs)).isBetween(1.0, 4.5);
        }
      }
    }
  }
}
