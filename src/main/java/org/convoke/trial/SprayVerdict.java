package org.convoke.trial;

import java.util.Arrays;

/**
 * What one who sent to all media ports got of the calls, and how many heard him, and whether that
 * may be. Pure.
 */
final class SprayVerdict {
  /** Packets of a call behind NAT that may go astray until it is known where its phone is. */
  static final int MOST_BEHIND_NAT = 5;

  private final int[] reached;
  private int natted;
  private int mostOfOne;
  private int ofNatted;

  /** {@code reached}: packets that he got, by the port of the bridge that they came from. */
  SprayVerdict(int[] reached) {
    this.reached = reached.clone();
  }

  /** A call behind NAT: its sound has {@code port}, its reports have the next. */
  void behindNat(int port) {
    int its = reached[port] + reached[port + 1];
    natted++;
    ofNatted += its;
    mostOfOne = Math.max(mostOfOne, its);
  }

  /**
   * Judges, when all calls behind NAT were told.
   *
   * @param hearing calls that heard the marker
   */
  void judge(TrialReport report, int hearing) {
    int others = Arrays.stream(reached).sum() - ofNatted;
    report.promise("Bleed", others == 0, "%d packets reached the sprayer", others);
    report.figure("behind_nat", "Behind NAT", "%d calls", natted);
    report.promise(
        "Bleed, behind NAT",
        mostOfOne <= MOST_BEHIND_NAT,
        "%d packets in all, %d of one call, %d at most",
        ofNatted,
        mostOfOne,
        MOST_BEHIND_NAT);
    report.promise("Injection", hearing == 0, "%d calls heard the marker", hearing);
  }
}
