package org.convoke.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoke.bus.LegReport;
import org.junit.jupiter.api.Test;

class LineQualityTest {
  private static LegReport report(long received, long lost, long sent, double lossSent) {
    return report(received, lost, sent, lossSent, 40);
  }

  static LegReport report(
      long received, long lost, long sent, double lossSent, double roundTripMs) {
    return new LegReport(
        "opus", "", "", received, sent, lost, 0, 0, 0, lossSent, 2, roundTripMs, 20, 0, 4.4);
  }

  @Test
  void aLineIsGoodFairOrPoorByItsLossInTheWorseDirection() {
    assertThat(LineQuality.UNKNOWN.after(report(250, 0, 250, 0)).word()).isEqualTo("good");
    assertThat(LineQuality.UNKNOWN.after(report(238, 12, 250, 0)).word()).isEqualTo("fair");
    LineQuality poor = LineQuality.UNKNOWN.after(report(250, 0, 250, 0.2));
    assertThat(poor.word()).isEqualTo("poor");
    assertThat(poor.lossPercent()).isEqualTo(20);
  }

  @Test
  void packetsThatCameTooLateAreLostToo() {
    LegReport late = new LegReport("PCMU", "", "", 225, 250, 0, 25, 0, 0, 0, 2, 40, 20, 0.1, 3);
    assertThat(LineQuality.UNKNOWN.after(late).lossPercent()).isEqualTo(10);
  }

  @Test
  void whatWasLongAgoDoesNotCount() {
    LineQuality bad = LineQuality.UNKNOWN.after(report(200, 50, 250, 0.3));
    // The shares are of the whole call: 75 of 250 were lost there, and none of the next 250.
    LineQuality well = bad.after(report(450, 50, 500, 0.15));
    assertThat(well.word()).isEqualTo("good");
    assertThat(well.lossPercent()).isZero();
  }

  @Test
  void aLongWayMakesALinePoorWithoutAnyLoss() {
    assertThat(LineQuality.UNKNOWN.after(report(250, 0, 250, 0, 500)).word()).isEqualTo("good");
    assertThat(LineQuality.UNKNOWN.after(report(250, 0, 250, 0, 1_500)).word()).isEqualTo("poor");
  }

  @Test
  void aBetterWordMustBeClearlyDeservedAndAWorseOneComesAtOnce() {
    assertThat(LineQuality.word("", 0.029, 4)).isEqualTo("good");
    assertThat(LineQuality.word("fair", 0.025, 4)).isEqualTo("fair");
    assertThat(LineQuality.word("fair", 0.019, 4)).isEqualTo("good");
    assertThat(LineQuality.word("poor", 0.075, 4)).isEqualTo("poor");
    assertThat(LineQuality.word("poor", 0.05, 4)).isEqualTo("fair");
    assertThat(LineQuality.word("good", 0.08, 4)).isEqualTo("poor");
    assertThat(LineQuality.word("good", 0, 3.5)).isEqualTo("fair");
    assertThat(LineQuality.word("fair", 0, 3.7)).isEqualTo("fair");
    assertThat(LineQuality.word("fair", 0, 3.9)).isEqualTo("good");
  }

  @Test
  void theLossIsToldAgainOnlyWhenItDiffersMuch() {
    LineQuality poor = LineQuality.UNKNOWN.after(report(225, 25, 0, -1));
    assertThat(poor.lossPercent()).isEqualTo(10);
    LineQuality little = poor.after(report(447, 53, 0, -1));
    assertThat(little.lossPercent()).isEqualTo(10);
    assertThat(little.after(report(637, 113, 0, -1)).lossPercent()).isEqualTo(24);
  }

  @Test
  void aTrickleSaysNothingUntilItAddsUp() {
    LineQuality one = LineQuality.UNKNOWN.after(report(9, 1, 0, -1));
    assertThat(one.word()).isEmpty();
    assertThat(one.after(report(18, 2, 0, -1)).word()).isEmpty();
    assertThat(one.after(report(27, 3, 0, -1)).word()).isEqualTo("poor");
  }

  @Test
  void countsThatBeginAnewAreANewBeginning() {
    LineQuality good = LineQuality.UNKNOWN.after(report(5_000, 0, 5_000, 0));
    LineQuality again = good.after(report(10, 0, 10, 0));
    assertThat(again.word()).isEqualTo("good");
    assertThat(again.after(report(110, 100, 10, 0)).word()).isEqualTo("poor");
  }
}
