package org.convoke.trial;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.convoke.bench.TrialSound;

/** What a trial showed: figures, and promises that held or did not. */
final class TrialReport {
  private final StringBuilder text = new StringBuilder();
  private final JsonObject figures = new JsonObject();
  private final JsonArray broken = new JsonArray();

  /**
   * A figure.
   *
   * @param key its name in JSON
   * @param name its name in the table
   * @param format of the table's text, of {@code values}, the first of which goes into JSON
   */
  TrialReport figure(String key, String name, String format, Object... values) {
    figures.put(key, values[0]);
    return row("    ", name, format, values);
  }

  /** A promise, with the figures that show whether it held. */
  TrialReport promise(String name, boolean held, String format, Object... values) {
    if (!held) {
      broken.add(name + ": " + String.format(Locale.ROOT, format, values));
    }
    return row(held ? "ok  " : "NOT ", name, format, values);
  }

  /**
   * The promise that no call noticed anything.
   *
   * @param when beginning of the figures' names
   * @param mostMs how long anybody may have been without the others' sound
   * @param mostLossPercent of the packets
   */
  TrialReport sound(String when, TrialSound sound, double mostMs, double mostLossPercent) {
    String key = when.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    figure(key + "_longest_gap_ms", when + ": gap", "%.1f ms at most", sound.longestGapMs());
    figure(
        key + "_longest_silence_ms",
        when + ": silence",
        "%.1f ms at most",
        sound.longestSilenceMs());
    figure(
        key + "_lost_percent",
        when + ": loss",
        "%.3f %% (%d of %d packets)",
        sound.lossPercent(),
        sound.lost(),
        sound.lost() + sound.received());
    promise(
        when + ": calls",
        sound.right(),
        "%d of %d up, %d hear all talkers of their room, %d themselves %s",
        sound.up(),
        sound.calls(),
        sound.hearAll(),
        sound.hearSelf(),
        sound.failures().isEmpty() ? "" : sound.failures());
    return promise(
        when + ": sound",
        sound.longestGapMs() <= mostMs
            && sound.longestSilenceMs() <= mostMs
            && sound.lossPercent() <= mostLossPercent,
        "nobody was without for more than %.0f ms, and %.2f %% were lost at most",
        mostMs,
        mostLossPercent);
  }

  private TrialReport row(String verdict, String name, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "  %s%-30s", verdict, name));
    text.append(String.format(Locale.ROOT, format, values).strip()).append('\n');
    return this;
  }

  /** Whether all promises held. */
  boolean held() {
    return broken.isEmpty();
  }

  String table() {
    String verdict = held() ? "All promises held.\n" : "Broken: " + broken.encode() + "\n";
    return text + verdict;
  }

  JsonObject json() {
    return figures.copy().put("held", held()).put("broken", broken.copy());
  }
}
