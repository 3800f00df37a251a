package org.convoke.media;

import org.convoke.audio.Levels;
import org.convoke.bus.LegEvent;
import org.convoke.id.LegId;

/**
 * Tells when somebody begins and ceases to speak on a leg, and four times a second how loud he
 * speaks. The events of levels are made once and used again, for they come for as long as somebody
 * speaks.
 */
final class SpeechReport {
  private static final long LEVEL_NS = 250_000_000L;
  private static final int LEAST_DBOV = -127;

  private final LegId leg;
  private final LegEvent.Level[] levels = new LegEvent.Level[-LEAST_DBOV + 1];
  private boolean speaking;
  private double power;
  private int frames;
  private long nextNs;

  SpeechReport(LegId leg) {
    this.leg = leg;
  }

  /** Nobody is listened to on this leg. */
  void silent(LegContext context) {
    if (speaking) {
      speaking = false;
      context.emit(new LegEvent.SpeakingChanged(leg, false));
    }
  }

  /** A frame, with its mean square, and whether somebody speaks. */
  void frame(boolean speaks, double framePower, LegContext context, long dueNs) {
    if (!speaks) {
      silent(context);
      return;
    }
    if (!speaking) {
      speaking = true;
      power = 0;
      frames = 0;
      nextNs = dueNs;
      context.emit(new LegEvent.SpeakingChanged(leg, true));
    }
    power += framePower;
    frames++;
    if (dueNs - nextNs >= 0) {
      context.emit(level(power / frames));
      power = 0;
      frames = 0;
      nextNs += LEVEL_NS;
    }
  }

  private LegEvent.Level level(double meanSquare) {
    int dbov = Math.clamp(Math.round(Levels.dbfs(meanSquare)), LEAST_DBOV, 0);
    LegEvent.Level level = levels[-dbov];
    if (level == null) {
      level = new LegEvent.Level(leg, dbov);
      levels[-dbov] = level;
    }
    return level;
  }
}
