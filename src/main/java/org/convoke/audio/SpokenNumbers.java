package org.convoke.audio;

import java.util.ArrayList;
import java.util.List;

/** How languages put numbers together from recorded parts. */
final class SpokenNumbers {
  private SpokenNumbers() {}

  /**
   * @param n 0 to 9999
   */
  static List<Sound.Prompt> parts(String language, int n) {
    List<String> names = new ArrayList<>();
    boolean german = language.equals("de");
    if (n >= 1000) {
      names.add(multiplier(n / 1000, german));
      names.add("number-thousand");
    }
    if (n % 1000 >= 100) {
      names.add(multiplier(n / 100 % 10, german));
      names.add("number-hundred");
    }
    int rest = n % 100;
    if (rest > 0 || n == 0) {
      underHundred(rest, german, names);
    }
    String spoken = german ? "de" : SoundLibrary.FALLBACK;
    return names.stream().map(name -> new Sound.Prompt(spoken, name)).toList();
  }

  private static String multiplier(int digit, boolean german) {
    return german && digit == 1 ? "number-1-unit" : "number-" + digit;
  }

  private static void underHundred(int n, boolean german, List<String> names) {
    int unit = n % 10;
    if (n <= 20 || unit == 0) {
      names.add("number-" + n);
    } else if (german) {
      // zweiundvierzig: the unit comes first.
      names.add("number-" + unit + "-and");
      names.add("number-" + (n - unit));
    } else {
      names.add("number-" + (n - unit));
      names.add("number-" + unit);
    }
  }
}
