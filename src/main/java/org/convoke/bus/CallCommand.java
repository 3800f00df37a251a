package org.convoke.bus;

import java.util.List;
import org.convoke.id.CallId;

/** Commands to the sip verticle, which owns calls. */
public sealed interface CallCommand extends BusMessage {
  /**
   * End a call: BYE when it is up, a final answer when it is not. {@code cause} goes into
   * call.completed.
   */
  record HangUp(CallId call, String cause) implements CallCommand {}

  /**
   * What is known of a live call; replied to by {@link CallReply.Described} or {@link
   * CallReply.Unknown}.
   */
  record Describe(CallId call) implements CallCommand {}

  /** The live calls among {@code calls}; replied to by {@link CallReply.DescribedAll}. */
  record DescribeAll(List<CallId> calls) implements CallCommand {}

  /** The trunks or credentials changed: read them again. Published to all. */
  record SourcesChanged() implements CallCommand {}
}
