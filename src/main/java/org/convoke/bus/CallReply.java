package org.convoke.bus;

import java.util.List;
import org.convoke.id.CallId;
import org.convoke.id.LegId;

/** What the sip verticle replies. */
public sealed interface CallReply extends BusMessage {
  /** Done, or under way. */
  record Done() implements CallReply {}

  /** No such live call. */
  record Unknown() implements CallReply {}

  /** Cannot be done: {@code why} is a sentence; {@code field} is to blame, or null. */
  record Refused(String field, String why) implements CallReply {}

  /**
   * A live call: {@code state} ringing, answered or ending; {@code leg} its audio connection, null
   * before it has one; {@code durationMs} since its answer, null before; {@code quality} null
   * before there is media.
   */
  record Described(
      CallId call, LegId leg, String state, boolean held, Long durationMs, LegReport quality)
      implements CallReply {}

  /** Those of the calls asked for that are live. */
  record DescribedAll(List<Described> calls) implements CallReply {}
}
