package org.convoke.room;

import java.util.ArrayDeque;
import org.convoke.audio.Sound;

/**
 * When people who come and go are heard: each while few do, in bundles while many do. Entry tones
 * that follow each other for a minute are what people switch a bridge off for.
 */
final class Chimes {
  private static final long WINDOW_NS = 30_000_000_000L;
  private static final long BUNDLE_NS = 5_000_000_000L;

  private final ArrayDeque<Long> recent = new ArrayDeque<>();
  private Sound.Kind bundled;
  private long lastNs;
  private boolean everRang;

  /**
   * Somebody came or went. True: sound it now; false: it is bundled with what comes, see {@link
   * #due}.
   */
  boolean ring(Sound.Kind kind, int until, long nowNs) {
    while (!recent.isEmpty() && nowNs - recent.peekFirst() > WINDOW_NS) {
      recent.removeFirst();
    }
    recent.addLast(nowNs);
    while (recent.size() > until + 1) {
      recent.removeFirst();
    }
    boolean crowd = recent.size() > until;
    if (crowd && everRang && nowNs - lastNs < BUNDLE_NS) {
      bundled = kind;
      return false;
    }
    rang(nowNs);
    return true;
  }

  /** The tone of a bundle whose time has come, or null. */
  Sound.Kind due(long nowNs) {
    if (bundled == null || nowNs - lastNs < BUNDLE_NS) {
      return null;
    }
    Sound.Kind kind = bundled;
    rang(nowNs);
    return kind;
  }

  private void rang(long nowNs) {
    lastNs = nowNs;
    everRang = true;
    bundled = null;
  }
}
