package org.convoke.ncco;

import java.util.List;
import org.convoke.ncco.NccoAction.Input;

/** Reads the options of an input, as they are written today and as they were before 2020. */
final class InputParser {
  private static final int TIME_OUT_MAX_S = 10;
  private static final int TIME_OUT_S = 3;
  private static final int DIGITS_MAX = 20;
  private static final int DIGITS = 4;

  private InputParser() {}

  static Input input(Fields fields) {
    boolean legacy = !fields.has("type");
    if (!legacy) {
      requireDtmf(fields);
    } else if (fields.has("speech") && !fields.has("dtmf")) {
      throw fields.faulty("speech", "is not offered: only keys can be collected, by dtmf");
    }
    Fields dtmf = fields.inner("dtmf");
    boolean asynchronous = asynchronous(fields);
    if (asynchronous && !dtmf.isEmpty()) {
      throw fields.faulty("dtmf", "must not hold settings when mode is asynchronous");
    }
    if (asynchronous) {
      for (String setting : List.of("timeOut", "maxDigits", "submitOnHash")) {
        if (fields.has(setting)) {
          throw fields.faulty(setting, "must not be set when mode is asynchronous");
        }
      }
    }
    Fields settings = dtmf.isEmpty() ? fields : dtmf;
    double timeOut = settings.number("timeOut", 0, TIME_OUT_MAX_S, TIME_OUT_S);
    return new Input(
        fields.webhook(),
        asynchronous,
        (int) Math.round(timeOut * 1_000),
        settings.whole("maxDigits", 1, DIGITS_MAX, DIGITS),
        settings.flag("submitOnHash", false),
        legacy);
  }

  private static boolean asynchronous(Fields fields) {
    String mode = fields.text("mode", Limits.NAME_MAX);
    return switch (mode) {
      case null -> false;
      case "synchronous" -> false;
      case "asynchronous" -> true;
      default -> throw fields.faulty("mode", "must be synchronous or asynchronous");
    };
  }

  private static void requireDtmf(Fields fields) {
    List<?> types =
        fields.value("type") instanceof List<?> list ? list : List.of(fields.value("type"));
    boolean dtmf = false;
    boolean speech = false;
    for (Object type : types) {
      if ("dtmf".equals(type)) {
        dtmf = true;
      } else if ("speech".equals(type)) {
        speech = true;
      } else {
        throw fields.faulty("type", "must be an array of dtmf, speech or both");
      }
    }
    if (!dtmf) {
      throw fields.faulty(
          "type",
          speech
              ? "must have dtmf: speech is not recognised"
              : "must be an array of dtmf, speech or both");
    }
  }
}
