package org.convoke.media;

import org.convoke.bus.LegEvent.DigitSource;

/**
 * Counts each press of a key once, though a phone may send it two or three ways at a time (RFC
 * 4733, SIP INFO, the tones themselves). A digit is the same press when another way brought the
 * same digit a short while ago; the same way never brings a press twice, so double digits stay
 * double.
 */
final class DigitMerger {
  /** INFO comes at a press's end or begin, and by way of proxies. */
  private static final long WINDOW_NS = 2_500_000_000L;

  private static final int REMEMBERED = 8;

  private final char[] digits = new char[REMEMBERED];
  private final long[] timesNs = new long[REMEMBERED];
  private final int[] sources = new int[REMEMBERED];
  private int count;

  /** Whether this is a new press; it lasted {@code durationMs} until now, as far as is known. */
  boolean isNew(char digit, DigitSource source, int durationMs, long nowNs) {
    int bit = 1 << source.ordinal();
    int oldest = Math.max(0, count - REMEMBERED);
    for (int i = oldest; i < count; i++) {
      int slot = i % REMEMBERED;
      boolean recent = nowNs - durationMs * 1_000_000L - timesNs[slot] < WINDOW_NS;
      if (recent && digits[slot] == digit && (sources[slot] & bit) == 0) {
        sources[slot] |= bit;
        return false;
      }
    }
    int slot = count++ % REMEMBERED;
    digits[slot] = digit;
    timesNs[slot] = nowNs;
    sources[slot] = bit;
    return true;
  }
}
