package org.convoke.media;

import org.convoke.audio.Levels;

// Hot path: no allocation.

/**
 * What a browser says of its own loudness (RFC 6464), and how far it is believed. Who says that he
 * is silent is not decoded, which is most of what a silent browser would cost. But the talk of one
 * who lies would be lost, so some frames are decoded all the same; whoever is caught is decoded
 * from then on. Nothing else is taken from what is claimed: who is loud, the decoded sound tells.
 */
final class LevelClaims {
  /**
   * Lower than what a room lets through of a line with noise (TalkDetector), word beginnings too.
   */
  static final int SILENT_DBOV = 65;

  /** Longer than a loud packet may wait in the jitter buffer, by this. */
  private static final long MARGIN_NS = 200_000_000L;

  private static final int AUDIT_EVERY_FRAMES = 100;
  private static final int AUDIT_FRAMES = 5;
  private static final int LIES = 3;
  private static final double LOUD_POWER = Levels.power(-SILENT_DBOV + 15.0);

  private final long quietNs;
  private boolean claimed;
  private long loudNs;
  private int frames;
  private int lies;
  private boolean liar;

  /** {@code jitterMaxMs} is the longest that a packet waits to be heard. */
  LevelClaims(int jitterMaxMs) {
    quietNs = jitterMaxMs * 1_000_000L + MARGIN_NS;
  }

  /** A packet of sound came; {@code level} as the extension has it, -1 for none. */
  void said(int level, long nowNs) {
    if (!claimed || level < SILENT_DBOV) {
      claimed = true;
      loudNs = nowNs;
    }
  }

  /** Whether the next frame need not be decoded: asked once a frame. */
  boolean silent(long dueNs) {
    if (liar || !claimed || dueNs - loudNs < quietNs) {
      frames = 0;
      return false;
    }
    int at = frames++ % AUDIT_EVERY_FRAMES;
    if (at == 0) {
      lies = 0;
    }
    return at >= AUDIT_FRAMES;
  }

  /** A frame was decoded: its mean square. */
  void heard(double power) {
    if (frames > 0 && power > LOUD_POWER && ++lies >= LIES) {
      liar = true;
    }
  }

  /** Whether it was caught. */
  boolean liar() {
    return liar;
  }
}
