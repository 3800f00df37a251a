package org.convoke.audio;

/** The quadrature mirror filter of G.722 (table 11): 24 taps, in its two phases of 12. */
final class G722Filter {
  static final int TAPS = 12;

  /** What a phase must remember of the past. */
  static final int HISTORY = TAPS - 1;

  private G722Filter() {}

  /** One phase at {@code at} and its 11 successors: first to last tap. */
  static int forward(int[] x, int at) {
    return 3 * (x[at] + 4 * x[at + 2])
        - 11 * (x[at + 1] + x[at + 11])
        + 32 * x[at + 3]
        - 210 * x[at + 4]
        + 951 * x[at + 5]
        + 3876 * x[at + 6]
        - 805 * x[at + 7]
        + 362 * x[at + 8]
        - 156 * x[at + 9]
        + 53 * x[at + 10];
  }

  /** The other phase: last to first tap. */
  static int backward(int[] x, int at) {
    return 3 * (x[at + 11] + 4 * x[at + 9])
        - 11 * (x[at + 10] + x[at])
        + 32 * x[at + 8]
        - 210 * x[at + 7]
        + 951 * x[at + 6]
        + 3876 * x[at + 5]
        - 805 * x[at + 4]
        + 362 * x[at + 3]
        - 156 * x[at + 2]
        + 53 * x[at + 1];
  }
}
