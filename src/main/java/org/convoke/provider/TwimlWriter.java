package org.convoke.provider;

/** Replies as TwiML, which Telnyx takes as TeXML. */
final class TwimlWriter {
  private TwimlWriter() {}

  static String write(Reply reply, String language) {
    Xml xml = Xml.response();
    switch (reply) {
      case Reply.Gather gather -> {
        xml.pause("Pause", gather.pauseS());
        String seconds = String.valueOf(gather.firstS());
        xml.begin(
            "Gather",
            "input",
            "dtmf",
            "timeout",
            seconds,
            "finishOnKey",
            "#",
            "method",
            "POST",
            "action",
            gather.action());
        if (gather.digits() > 0) {
          xml.attribute("numDigits", String.valueOf(gather.digits()));
        }
        xml.element("Say", gather.text(), "language", language).end();
        // Who keys nothing is not told to the action: the document goes on.
        xml.element("Redirect", gather.action(), "method", "POST");
      }
      case Reply.Connect connect -> {
        xml.pause("Pause", connect.pauseS());
        xml.begin("Dial", "answerOnBridge", "true").element("Sip", connect.sipUri()).end();
      }
      case Reply.End end -> {
        xml.pause("Pause", end.pauseS());
        xml.element("Say", end.text(), "language", language).begin("Hangup").end();
      }
    }
    return xml.done();
  }
}
