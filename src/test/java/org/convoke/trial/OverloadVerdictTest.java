package org.convoke.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OverloadVerdictTest {
  private static final int PLACES = 100;
  private static final long FAST_NS = 5_000_000L;

  private final TrialReport report = new TrialReport();

  /** As it should be, but for what {@code otherwise} adds. */
  private String judged(double backSeconds, Consumer<OverloadVerdict> otherwise) {
    OverloadVerdict verdict = new OverloadVerdict(PLACES);
    for (int i = 0; i < 100; i++) {
      verdict.holds(PLACES - 1);
      verdict.caller(200, -1, FAST_NS, true, FAST_NS);
      verdict.caller(503, 5 + i % 26, FAST_NS, false, -1);
    }
    otherwise.accept(verdict);
    verdict.judge(report, OverloadVerdict.Limits.QUIET, backSeconds);
    return report.table();
  }

  @Test
  void holdsWhereAllIsAsPromised() {
    String table = judged(2, verdict -> {});
    assertThat(report.held()).as(table).isTrue();
    assertThat(report.json().getDouble("goodput_percent")).isEqualTo(99);
    assertThat(report.json().getInteger("came")).isEqualTo(200);
  }

  @Test
  void placesThatStayEmptyBreakIt() {
    assertThat(judged(2, v -> repeat(20, () -> v.holds(50)))).contains("NOT Goodput");
  }

  @Test
  void whoeverIsNeitherTakenNorRefusedBreaksIt() {
    assertThat(judged(2, v -> v.caller(408, -1, 32_000_000_000L, false, -1)))
        .contains("NOT Taken, or refused by 503");
    assertThat(judged(2, v -> v.caller(0, -1, -1, false, -1))).contains("1 neither");
  }

  @Test
  void whoeverGivesUpBeforeHeIsAnsweredBreaksItUnlessTheMachineDoesOtherThings() {
    OverloadVerdict verdict = new OverloadVerdict(PLACES);
    verdict.caller(487, -1, FAST_NS, false, -1);
    verdict.caller(503, 7, FAST_NS, false, -1);
    verdict.judge(report, OverloadVerdict.Limits.QUIET, 1);
    assertThat(report.table()).contains("NOT Taken, or refused by 503");
    TrialReport busy = new TrialReport();
    verdict.judge(busy, new OverloadVerdict.Limits(0, 500, 500, 30, false), 1);
    assertThat(busy.held()).as(busy.table()).isTrue();
  }

  @Test
  void aRefusalThatDoesNotSayWhenToComeBackBreaksIt() {
    assertThat(judged(2, v -> v.caller(503, -1, FAST_NS, false, -1))).contains("NOT Retry-After");
  }

  @Test
  void aRefusalThatSaysTooLateATimeBreaksIt() {
    assertThat(judged(2, v -> v.caller(503, 31, FAST_NS, false, -1))).contains("NOT Retry-After");
  }

  @Test
  void theSameTimeForAllBreaksItForAllWouldComeAtOnce() {
    OverloadVerdict verdict = new OverloadVerdict(PLACES);
    repeat(50, () -> verdict.caller(503, 10, FAST_NS, false, -1));
    verdict.judge(report, OverloadVerdict.Limits.QUIET, 1);
    assertThat(report.table()).contains("NOT Retry-After").contains("1 different values");
  }

  @Test
  void slowRefusalsBreakIt() {
    assertThat(judged(2, v -> repeat(5, () -> v.caller(503, 9, 600_000_000L, false, -1))))
        .contains("NOT Refused after")
        .contains("ok  BYE answered after");
  }

  @Test
  void slowAnswersWithinACallBreakItAndSoDoMissingOnes() {
    assertThat(judged(2, v -> repeat(5, () -> v.caller(200, -1, FAST_NS, true, 600_000_000L))))
        .contains("NOT BYE answered after");
    assertThat(judged(2, v -> repeat(5, () -> v.caller(200, -1, FAST_NS, true, -1))))
        .contains("NOT BYE answered after");
  }

  @Test
  void notComingBackBreaksIt() {
    assertThat(judged(31, v -> {})).contains("NOT Normal again");
    assertThat(judged(-1, v -> {})).contains("NOT Normal again");
  }

  @Test
  void whereNothingWasSeenNothingIsPromised() {
    new OverloadVerdict(PLACES).judge(report, OverloadVerdict.Limits.QUIET, 1);
    assertThat(report.table())
        .contains("NOT Goodput")
        .contains("NOT Taken, or refused by 503")
        .contains("NOT Refused after")
        .contains("NOT BYE answered after");
  }

  private static void repeat(int times, Runnable what) {
    for (int i = 0; i < times; i++) {
      what.run();
    }
  }
}
