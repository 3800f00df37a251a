package org.convoke.bench;

import java.util.Map;

/**
 * What the calls that are there all the time heard.
 *
 * @param up calls that are up
 * @param hearAll calls that hear every talker of their room but themselves
 * @param hearSelf talkers that hear themselves
 * @param longestGapMs the longest time from a packet to the next, of all calls
 * @param longestSilenceMs the longest time without the tone that is there all the time
 * @param lost packets, by gaps in the numbers
 * @param received packets
 * @param failures calls that ended or were refused, by reason
 */
public record TrialSound(
    int calls,
    int up,
    int hearAll,
    int hearSelf,
    double longestGapMs,
    double longestSilenceMs,
    long lost,
    long received,
    Map<String, Integer> failures) {

  /** Lost packets over all, in per cent. */
  public double lossPercent() {
    return 100.0 * lost / Math.max(1, lost + received);
  }

  /** Everybody is there and hears whom he should. */
  public boolean right() {
    return up == calls && hearAll == calls && hearSelf == 0;
  }
}
