package org.convoke.bus;

import org.convoke.id.CallId;

/**
 * Commands to the program verticle, which runs applications' programs on calls. Each is replied to
 * by {@link CallReply}: Done, Unknown (no program runs on that call) or Refused.
 */
public sealed interface ProgramCommand extends BusMessage {
  CallId call();

  /**
   * Ends what the program does and goes on with this one. Exactly one of the two is given.
   *
   * @param ncco the program, a JSON array as text; one that is faulty is refused, naming the field
   * @param url where the program is to be fetched from, as the answer URL is; Done means that it
   *     will be tried
   */
  record Replace(CallId call, String ncco, String url) implements ProgramCommand {
    @Override
    public String toString() {
      return "Replace[call=" + call + "]";
    }
  }

  /**
   * From now on each digit that the caller keys is told to {@code eventUrl}; null ends that. What
   * the program itself collects is told as ever.
   */
  record Input(CallId call, String eventUrl) implements ProgramCommand {}
}
