package org.convoke.provider;

/** Replies as Plivo XML. */
final class PlivoXmlWriter {
  /** Plivo waits so long at least, and so long at most, for all keys. */
  private static final int MIN_EXECUTION_S = 5;

  private static final int MAX_EXECUTION_S = 60;
  private static final int MIN_DIGIT_END_S = 2;
  private static final int MAX_DIGIT_END_S = 10;
  private static final int MAX_DIGITS = 99;

  private PlivoXmlWriter() {}

  static String write(Reply reply, String language) {
    Xml xml = Xml.response();
    switch (reply) {
      case Reply.Gather gather -> {
        xml.pause("Wait", gather.pauseS());
        xml.begin(
            "GetInput",
            "inputType",
            "dtmf",
            "numDigits",
            String.valueOf(gather.digits() == 0 ? MAX_DIGITS : gather.digits()),
            "executionTimeout",
            String.valueOf(Math.clamp(gather.firstS(), MIN_EXECUTION_S, MAX_EXECUTION_S)),
            "digitEndTimeout",
            String.valueOf(Math.clamp(gather.nextS(), MIN_DIGIT_END_S, MAX_DIGIT_END_S)),
            "finishOnKey",
            "#",
            "redirect",
            "true",
            "method",
            "POST",
            "action",
            gather.action());
        xml.element("Speak", gather.text(), "language", language).end();
        xml.element("Redirect", gather.action(), "method", "POST");
      }
      case Reply.Connect connect -> {
        xml.pause("Wait", connect.pauseS());
        xml.begin("Dial").element("User", connect.sipUri()).end();
      }
      case Reply.End end -> {
        xml.pause("Wait", end.pauseS());
        xml.element("Speak", end.text(), "language", language).begin("Hangup").end();
      }
    }
    return xml.done();
  }
}
