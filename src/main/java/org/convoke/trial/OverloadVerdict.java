package org.convoke.trial;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What callers saw of a bridge that more of them called than it takes, and whether that is as
 * promised. Pure.
 */
final class OverloadVerdict {
  static final int LEAST_RETRY = 5;
  static final int MOST_RETRY = 30;

  /** What a CANCEL is answered by. */
  private static final int GAVE_UP = 487;

  private static final long MAX_MICROS = 60_000_000L;

  /**
   * What is promised.
   *
   * @param goodput the least share of the places that is taken, on average
   * @param refusedMs until 99 of 100 are refused; a phone repeats its INVITE after 500
   * @param inDialogMs until 99 of 100 requests within a call are answered
   * @param backSeconds until a new caller hears a room again
   * @param patience nobody may give up before he is answered, and some are taken: not so on a
   *     machine that does other things
   */
  record Limits(
      double goodput, double refusedMs, double inDialogMs, double backSeconds, boolean patience) {
    static final Limits QUIET = new Limits(0.95, 500, 500, 30, true);
  }

  private final int places;
  private final List<Integer> retries = new ArrayList<>();
  private final Histogram refusals = new Histogram(MAX_MICROS, 3);
  private final Histogram answers = new Histogram(MAX_MICROS, 3);
  private final Histogram byes = new Histogram(MAX_MICROS, 3);
  private int came;
  private int taken;
  private int refused;
  private int gaveUp;
  private long heldSum;
  private int looks;

  /** {@code places}: calls that the bridge takes at one time. */
  OverloadVerdict(int places) {
    this.places = places;
  }

  /** A look: so many calls are up. */
  void holds(int calls) {
    heldSum += calls;
    looks++;
  }

  /** A caller whose story is over, or goes no further. */
  void caller(Callers.Caller caller) {
    caller(
        caller.status(),
        caller.retryAfter(),
        caller.answeredAfterNs(),
        caller.saidBye(),
        caller.byeAnsweredAfterNs());
  }

  /**
   * The same in figures.
   *
   * @param status the final answer, 0: none
   * @param retryAfter its header of that name in seconds, -1: it has none
   * @param answeredNs until the final answer
   * @param bye whether BYE was said
   * @param byeNs until that was answered, -1: it was not
   */
  void caller(int status, int retryAfter, long answeredNs, boolean bye, long byeNs) {
    came++;
    if (status == 200) {
      taken++;
      record(answers, answeredNs);
    } else if (status == 503) {
      refused++;
      retries.add(retryAfter);
      record(refusals, answeredNs);
    } else if (status == GAVE_UP) {
      gaveUp++;
    }
    if (bye) {
      record(byes, byeNs);
    }
  }

  /** Who is never answered has waited for ever. */
  private static void record(Histogram histogram, long ns) {
    histogram.recordValue(ns < 0 ? MAX_MICROS : Math.min(MAX_MICROS, ns / 1000));
  }

  /** Judges all but the sound; {@code backSeconds} as in {@link Limits}, -1: nobody did. */
  void judge(TrialReport report, Limits limits, double backSeconds) {
    double goodput = looks == 0 ? 0 : (double) heldSum / looks / places;
    report.figure("came", "Callers", "%d, of whom %d were taken", came, taken);
    report.figure("goodput_percent", "Places in use", "%.1f %% on average", 100 * goodput);
    report.promise(
        "Goodput",
        goodput >= limits.goodput,
        "%.0f %% of %d places at least",
        100 * limits.goodput,
        places);
    int silent = came - taken - refused;
    report.promise(
        "Taken, or refused by 503",
        refused > 0 && (limits.patience ? silent : silent - gaveUp) == 0,
        "%d refused, %d neither, of whom %d gave up",
        refused,
        silent,
        gaveUp);
    boolean within = retries.stream().allMatch(r -> r >= LEAST_RETRY && r <= MOST_RETRY);
    long different = retries.stream().distinct().count();
    report.promise(
        "Retry-After",
        within && different >= Math.min(10, 1 + refused / 10),
        "%d different values of %d to %d s",
        different,
        LEAST_RETRY,
        MOST_RETRY);
    latency(report, "refused", "Refused after", refusals, 1, limits.refusedMs);
    report.figure(
        "answer_p99_ms", "Taken after, p99", "%.1f ms", answers.getValueAtPercentile(99) / 1e3);
    int least = limits.patience ? 1 : 0;
    latency(report, "in_dialog", "BYE answered after", byes, least, limits.inDialogMs);
    report.figure("back_s", "Taken and heard again", "%.1f s after the last of them", backSeconds);
    report.promise(
        "Normal again",
        backSeconds >= 0 && backSeconds <= limits.backSeconds,
        "%.0f s at most",
        limits.backSeconds);
  }

  /** Where fewer than {@code least} were measured, nothing is promised to hold. */
  private static void latency(
      TrialReport report, String key, String name, Histogram histogram, int least, double mostMs) {
    double high = histogram.getValueAtPercentile(99) / 1e3;
    double median = histogram.getValueAtPercentile(50) / 1e3;
    report.figure(key + "_p99_ms", name + ", p99", "%.1f ms, %.1f in the median", high, median);
    report.promise(
        name,
        histogram.getTotalCount() >= least && high <= mostMs,
        "%.0f ms at most, of %d",
        mostMs,
        histogram.getTotalCount());
  }
}
