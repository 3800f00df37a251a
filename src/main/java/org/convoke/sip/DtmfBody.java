package org.convoke.sip;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A digit in the body of an INFO: {@code application/dtmf-relay} holds {@code Signal=5} and {@code
 * Duration=160}, {@code application/dtmf} the bare digit.
 *
 * @param digit 0-9 * # A-D
 * @param durationMs 1 to 10,000; 160 where the body does not say
 */
record DtmfBody(char digit, int durationMs) {
  private static final int USUAL_MS = 160;
  private static final int MAX_BODY = 256;

  /** Reads a body; null when it holds no digit. Digits 10 to 15 stand for * # A B C D. */
  static DtmfBody parse(String subtype, byte[] body) {
    if (body == null || body.length == 0 || body.length > MAX_BODY) {
      return null;
    }
    String text = new String(body, StandardCharsets.US_ASCII);
    String signal = null;
    int duration = USUAL_MS;
    if (subtype.equalsIgnoreCase("dtmf-relay")) {
      for (String line : text.split("[\r\n]+")) {
        int equals = line.indexOf('=');
        String name = equals < 0 ? "" : line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String value = line.substring(equals + 1).strip();
        if (name.equals("signal") && signal == null) {
          signal = value;
        } else if (name.equals("duration") && value.matches("[0-9]{1,6}")) {
          duration = Math.clamp(Integer.parseInt(value), 1, 10_000);
        }
      }
    } else {
      signal = text.strip();
    }
    char digit = digit(signal);
    return digit == 0 ? null : new DtmfBody(digit, duration);
  }

  private static char digit(String signal) {
    if (signal == null) {
      return 0;
    }
    if (signal.length() == 1) {
      char c = Character.toUpperCase(signal.charAt(0));
      return "0123456789*#ABCD".indexOf(c) >= 0 ? c : 0;
    }
    return switch (signal) {
      case "10" -> '*';
      case "11" -> '#';
      case "12" -> 'A';
      case "13" -> 'B';
      case "14" -> 'C';
      case "15" -> 'D';
      default -> 0;
    };
  }

  @Override
  public String toString() {
    return "DtmfBody";
  }
}
