package org.convoke.speech;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What say-as makes of text, as far as engines do not find it out themselves. */
final class SayAs {
  private static final Pattern GROUPS =
      Pattern.compile("\\s*([0-9]{1,4})[-/. ]([0-9]{1,4})[-/. ]([0-9]{1,4})\\s*");
  private static final Pattern COMPACT = Pattern.compile("\\s*([0-9]{4})([0-9]{2})([0-9]{2})\\s*");

  private SayAs() {}

  static String spoken(String text, String interpretAs, String format, String language) {
    return switch (interpretAs) {
      case "characters", "spell-out", "verbatim" -> apart(text, false);
      case "digits", "telephone" -> apart(text, true);
      case "date" -> date(text, format.isEmpty() ? "mdy" : format, language);
      case "expletive", "bleep" -> " ";
      default -> text;
    };
  }

  /** Each character for itself; of telephone numbers only what is dialled. */
  private static String apart(String text, boolean digitsAlone) {
    return text.codePoints()
        .filter(c -> !Character.isWhitespace(c))
        .filter(
            c -> !digitsAlone || Character.isLetterOrDigit(c) || c == '+' || c == '*' || c == '#')
        .mapToObj(Character::toString)
        .collect(Collectors.joining(digitsAlone ? " " : ", ", " ", " "));
  }

  private static String date(String text, String format, String language) {
    Matcher compact = COMPACT.matcher(text);
    boolean isCompact = compact.matches();
    Matcher matcher = isCompact ? compact : GROUPS.matcher(text);
    String order = isCompact ? "ymd" : format;
    if (!isCompact && !matcher.matches() || order.length() != 3) {
      return text;
    }
    try {
      LocalDate date =
          LocalDate.of(
              group(matcher, order, 'y'), group(matcher, order, 'm'), group(matcher, order, 'd'));
      Locale locale = Locale.forLanguageTag(language);
      String pattern = locale.getLanguage().equals("en") ? "MMMM d, uuuu" : "d. MMMM uuuu";
      return DateTimeFormatter.ofPattern(pattern, locale).format(date);
    } catch (DateTimeException e) {
      return text;
    }
  }

  private static int group(Matcher matcher, String order, char field) {
    int at = order.indexOf(field);
    if (at < 0) {
      throw new DateTimeException("the format names no " + field);
    }
    int value = Integer.parseInt(matcher.group(at + 1));
    return field == 'y' && value < 100 ? 2000 + value : value;
  }
}
