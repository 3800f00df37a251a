package org.convoke.room;

import org.convoke.bus.LegReport;
import org.convoke.rtp.QualityEstimate;

/**
 * How good a line is, in a word, from what two reports of its leg differ by: what happens now
 * counts, not what happened an hour ago. A word changes for the worse at once and for the better
 * only when the line is clearly better, so that it does not flicker. Pure.
 *
 * @param word good, fair or poor; empty while nothing is known
 * @param lossPercent lost in the worse direction when the word was found, 0 to 100
 * @param base what the next report is compared with
 */
record LineQuality(String word, int lossPercent, Base base) {
  static final LineQuality UNKNOWN = new LineQuality("", 0, new Base(0, 0, 0, 0));

  private static final String[] WORDS = {"good", "fair", "poor"};

  /** From this loss on a line is fair, poor. */
  private static final double[] LOSS = {0.03, 0.08};

  /** Under this score a line is fair, poor. */
  private static final double[] MOS = {3.6, 3.0};

  /** So much better than that it must be to get the better word. */
  private static final double LOSS_MARGIN = 0.01;

  private static final double MOS_MARGIN = 0.2;

  /** Fewer packets than this in one direction say nothing: a silent browser sends hardly any. */
  private static final long PACKETS_MIN = 25;

  /** So much must a loss that is told differ to be told again while the word stays. */
  private static final int PERCENT_STEP = 3;

  /**
   * Counts of a report.
   *
   * @param missed packets lost on the way to us or too late
   * @param lostThere packets of ours that the peer lost
   */
  record Base(long received, long missed, long sent, double lostThere) {
    static Base of(LegReport report) {
      return new Base(
          report.packetsReceived(),
          Math.max(0, report.packetsLost()) + report.packetsLate(),
          report.packetsSent(),
          Math.max(0, report.lossSent()) * report.packetsSent());
    }
  }

  /** What follows from the next report of the same leg. */
  LineQuality after(LegReport report) {
    Base now = Base.of(report);
    long received = now.received - base.received;
    long sent = now.sent - base.sent;
    if (received < 0 || sent < 0) {
      return new LineQuality(word, lossPercent, now); // it counts anew
    }
    long missed = Math.max(0, now.missed - base.missed);
    boolean hearing = received + missed >= PACKETS_MIN;
    boolean sending = sent >= PACKETS_MIN && report.lossSent() >= 0;
    if (!hearing && !sending) {
      return this; // compared with the same again, so that a trickle adds up
    }
    double lossHere = hearing ? (double) missed / (received + missed) : 0;
    double lossThere = sending ? Math.clamp((now.lostThere - base.lostThere) / sent, 0, 1) : 0;
    double loss = Math.max(lossHere, lossThere);
    String next = word(word, loss, mos(report, loss));
    int percent = (int) Math.round(loss * 100);
    boolean same = next.equals(word) && Math.abs(percent - lossPercent) < PERCENT_STEP;
    return new LineQuality(next, same ? lossPercent : percent, now);
  }

  private static double mos(LegReport report, double loss) {
    QualityEstimate.Kind kind =
        switch (report.codec()) {
          case "opus" -> QualityEstimate.Kind.OPUS;
          case "G722" -> QualityEstimate.Kind.G722;
          default -> QualityEstimate.Kind.G711;
        };
    double delayMs = Math.max(0, report.roundTripMs()) / 2 + Math.max(0, report.bufferMs()) + 20;
    return QualityEstimate.mos(kind, loss, 1, delayMs);
  }

  /**
   * The word for a loss (0 to 1) and a score (1 to 4.5), where {@code before} was the last one or
   * empty.
   */
  static String word(String before, double loss, double mos) {
    int level = level(loss, mos, 0, 0);
    int last = before.equals("poor") ? 2 : before.equals("fair") ? 1 : 0;
    if (level < last) {
      level = Math.min(last, level(loss, mos, LOSS_MARGIN, MOS_MARGIN));
    }
    return WORDS[level];
  }

  private static int level(double loss, double mos, double lossMargin, double mosMargin) {
    int level = 0;
    for (int i = 0; i < LOSS.length; i++) {
      if (loss >= LOSS[i] - lossMargin || mos < MOS[i] + mosMargin) {
        level = i + 1;
      }
    }
    return level;
  }
}
