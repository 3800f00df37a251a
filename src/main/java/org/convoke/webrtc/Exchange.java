package org.convoke.webrtc;

import io.vertx.core.eventbus.Message;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserReply;

/**
 * An offer of a browser's that must be answered once: with SDP, or with a refusal.
 *
 * @param join what it asks for; null for a fresh offer of a session that goes on
 */
record Exchange(
    Message<BrowserCommand> asked, BrowserCommand.Join join, Offers.Reading.Taken offer) {
  static final String OVER = "The session ended while it was joined.";
  static final String OVERTAKEN = "A newer offer took its place.";
  static final String NO_MEDIA = "The bridge has no place for more browsers now.";

  void refuse(String code, String detail) {
    answer(asked, new BrowserReply.Refused(code, detail, null));
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
