package org.convoke.ncco;

import java.util.List;

/** A program for a call: what happens to it, one action after the other. */
public record Ncco(List<NccoAction> actions) implements Parsed {
  public Ncco {
    actions = List.copyOf(actions);
  }

  /** What a text is, as an answer to "what shall happen?": a program, which may be empty. */
  public static Parsed parse(String json) {
    return NccoParser.parse(json);
  }

  /**
   * What the answer of a webhook is that need not answer with a program: an empty one when it is
   * nothing of the kind, so that the program goes on. What begins like one and is faulty is a
   * fault.
   */
  public static Parsed parseReply(String body) {
    return NccoParser.parseReply(body);
  }
}
