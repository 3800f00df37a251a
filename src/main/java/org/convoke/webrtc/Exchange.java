package org.convoke.webrtc;

import io.vertx.core.eventbus.Message;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserReply;

/** An offer of a browser's that must be answered once: with SDP, or with a refusal. */
record Exchange(Message<BrowserCommand> asked, Offers.Reading.Taken offer) {
  void refuse(String code, String detail) {
    refuse(asked, code, detail, null);
  }

  static void refuse(Message<BrowserCommand> asked, String code, String detail, String field) {
    answer(asked, new BrowserReply.Refused(code, detail, field));
  }

  void answer(BrowserReply reply) {
    answer(asked, reply);
  }

  static void answer(Message<BrowserCommand> asked, BrowserReply reply) {
    if (asked.replyAddress() != null) {
      asked.reply(reply);
    }
  }
}
