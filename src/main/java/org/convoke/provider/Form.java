package org.convoke.provider;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code application/x-www-form-urlencoded}, in the order of the text. */
public final class Form {
  /** What comes after as many is not read. */
  static final int MAX_PARAMETERS = 200;

  private Form() {}

  /** Names and values; what cannot be decoded stays as it is written. */
  public static List<Map.Entry<String, String>> parse(String text) {
    List<Map.Entry<String, String>> form = new ArrayList<>();
    for (String pair : text.split("&", MAX_PARAMETERS + 1)) {
      if (!pair.isEmpty() && form.size() < MAX_PARAMETERS) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        form.add(Map.entry(decoded(name), decoded(value)));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
