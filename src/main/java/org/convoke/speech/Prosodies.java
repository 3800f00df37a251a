package org.convoke.speech;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convoke.speech.Part.Prosody;

/**
 * What the attributes of prosody and emphasis mean (SSML 1.1 §3.2); what is unknown changes
 * nothing.
 */
final class Prosodies {
  private static final Pattern PERCENT = Pattern.compile("([+-]?)([0-9]{1,3}(?:\\.[0-9]{1,3})?)%");
  private static final Pattern FACTOR = Pattern.compile("[0-9]{1,2}(\\.[0-9]{1,3})?");
  private static final Pattern SEMITONES = Pattern.compile("([+-][0-9]{1,2}(?:\\.[0-9]{1,3})?)st");
  private static final Pattern DECIBELS = Pattern.compile("([+-]?[0-9]{1,3}(?:\\.[0-9]{1,3})?)db");
  private static final Map<String, Double> RATES =
      Map.of("x-slow", 0.5, "slow", 0.75, "fast", 1.3, "x-fast", 1.7);
  private static final Map<String, Double> PITCHES =
      Map.of("x-low", 0.7, "low", 0.85, "high", 1.2, "x-high", 1.45);
  private static final Map<String, Double> VOLUMES =
      Map.of("silent", Prosody.SILENT, "x-soft", -12.0, "soft", -6.0, "loud", 4.0, "x-loud", 7.0);

  private Prosodies() {}

  /** The factor of the speed. */
  static double rate(String text) {
    String rate = text.toLowerCase(Locale.ROOT);
    if (FACTOR.matcher(rate).matches()) {
      return Double.parseDouble(rate);
    }
    return RATES.getOrDefault(rate, percent(rate, true));
  }

  /** The factor of the pitch. */
  static double pitch(String text) {
    String pitch = text.toLowerCase(Locale.ROOT);
    Matcher semitones = SEMITONES.matcher(pitch);
    if (semitones.matches()) {
      return Math.pow(2, Double.parseDouble(semitones.group(1)) / 12);
    }
    return PITCHES.getOrDefault(pitch, percent(pitch, false));
  }

  /** How much louder, in dB. */
  static double volumeDb(String text) {
    String volume = text.toLowerCase(Locale.ROOT);
    Matcher decibels = DECIBELS.matcher(volume);
    return decibels.matches()
        ? Double.parseDouble(decibels.group(1))
        : VOLUMES.getOrDefault(volume, 0.0);
  }

  static Prosody emphasis(Prosody outer, String level) {
    return switch (level) {
      case "strong" -> outer.times(0.88, 1.08, 2.5);
      case "reduced" -> outer.times(1.05, 0.97, -3);
      case "none" -> outer;
      default -> outer.times(0.94, 1.04, 1.5);
    };
  }

  /** {@code absolute}: 80% is four fifths; else only +20% and -20% mean something. */
  private static double percent(String text, boolean absolute) {
    Matcher percent = PERCENT.matcher(text);
    if (!percent.matches()) {
      return 1;
    }
    double value = Double.parseDouble(percent.group(2)) / 100;
    return switch (percent.group(1)) {
      case "+" -> 1 + value;
      case "-" -> 1 - Math.min(value, 0.95);
      default -> absolute ? value : 1;
    };
  }
}
