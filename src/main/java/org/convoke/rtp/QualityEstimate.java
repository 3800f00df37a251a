package org.convoke.rtp;

/**
 * What a listener would say of the line: the mean opinion score by ITU-T G.107's E-model with its
 * default values, so that only codec, loss and delay differ. An estimate to compare legs by, no
 * measurement of speech.
 */
public final class QualityEstimate {
  /** G.107 default: all defaults give R = 93.2. */
  private static final double R_DEFAULT = 93.2;

  private QualityEstimate() {}

  /** A codec's own impairment Ie and its robustness to loss Bpl (G.113 appendix I). */
  public enum Kind {
    /** With the concealment of its appendix I. */
    G711(0, 25.1),
    /** As G.711 on the narrow-band scale; its concealment is plainer. */
    G722(0, 20),
    /** No figures in G.113: taken as without impairment, more robust for its FEC. */
    OPUS(0, 30);

    private final double impairment;
    private final double robustness;

    Kind(double impairment, double robustness) {
      this.impairment = impairment;
      this.robustness = robustness;
    }
  }

  /**
   * The score.
   *
   * @param loss share of frames lost or late, 0 to 1
   * @param burstRatio G.107 BurstR, 1 for random loss
   * @param oneWayDelayMs mouth to ear
   * @return 1 (bad) to 4.5 (excellent)
   */
  public static double mos(Kind kind, double loss, double burstRatio, double oneWayDelayMs) {
    double percent = 100 * Math.clamp(loss, 0, 1);
    double burst = Math.max(1, burstRatio);
    double effective =
        percent == 0
            ? kind.impairment
            : kind.impairment
                + (95 - kind.impairment) * percent / (percent / burst + kind.robustness);
    return mos(R_DEFAULT - delayImpairment(Math.max(0, oneWayDelayMs)) - effective);
  }

  /** Idd of G.107 §7.4: nothing up to 100 ms. */
  private static double delayImpairment(double delayMs) {
    if (delayMs <= 100) {
      return 0;
    }
    double x = Math.log(delayMs / 100) / Math.log(2);
    return 25
        * (Math.pow(1 + Math.pow(x, 6), 1.0 / 6)
            - 3 * Math.pow(1 + Math.pow(x / 3, 6), 1.0 / 6)
            + 2);
  }

  /** G.107 annex B. */
  private static double mos(double r) {
    if (r <= 0) {
      return 1;
    }
    if (r >= 100) {
      return 4.5;
    }
    return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
  }
}
