package org.convoke.bench;

/** When a room's last bursts began. */
final class Bursts {
  private static final int REMEMBERED = 4;

  private final long[] beganNs = new long[REMEMBERED];
  private int count;

  /** A burst's first packet is sent. */
  void begin(long nowNs) {
    beganNs[count++ % REMEMBERED] = nowNs;
  }

  /** From the last burst begun before {@code arrivalNs} to it, or -1 when there was none. */
  long sinceNs(long arrivalNs) {
    long least = -1;
    for (int i = 0; i < Math.min(count, REMEMBERED); i++) {
      long since = arrivalNs - beganNs[i];
      if (since >= 0 && (least < 0 || since < least)) {
        least = since;
      }
    }
    return least;
  }
}
