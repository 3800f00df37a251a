package org.convoke.sip;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the SIP plane counted since it started; each limit that was hit has one. */
public final class SipCounters {
  private static final String OTHER = "other";

  /** Requests that could be read, by method; those that we do not know as {@code other}. */
  public final Map<String, LongAdder> requests =
      counts(
          "INVITE",
          "ACK",
          "BYE",
          "CANCEL",
          "OPTIONS",
          "REGISTER",
          "INFO",
          "UPDATE",
          "PRACK",
          "REFER",
          "SUBSCRIBE",
          "NOTIFY",
          "MESSAGE",
          "PUBLISH",
          OTHER);

  /** Responses that we sent, by class. */
  public final Map<String, LongAdder> responses = counts("1xx", "2xx", "3xx", "4xx", "5xx", "6xx");

  /** Messages dropped before any parser saw them. */
  public final LongAdder screenedOut = new LongAdder();

  /** Requests that were answered as malformed. */
  public final LongAdder malformed = new LongAdder();

  /** Messages that passed the screen and that the parser still failed on. */
  public final LongAdder parserFailures = new LongAdder();

  /** Messages dropped because their source is ignored for a while. */
  public final LongAdder ignored = new LongAdder();

  /** Sources that came to be ignored. */
  public final LongAdder bans = new LongAdder();

  /** Messages dropped because too many waited. */
  public final LongAdder overload = new LongAdder();

  /** Challenges sent to unknown sources. */
  public final LongAdder challenges = new LongAdder();

  /** Credentials that were wrong. */
  public final LongAdder wrongCredentials = new LongAdder();

  /** Calls that began, whatever became of them. */
  public final LongAdder callsStarted = new LongAdder();

  /** Calls that were answered. */
  public final LongAdder callsAnswered = new LongAdder();

  /** Calls refused because there were too many. */
  public final LongAdder callsOverLimit = new LongAdder();

  /** Messages that could not be sent. */
  public final LongAdder sendFailures = new LongAdder();

  private static Map<String, LongAdder> counts(String... names) {
    Map<String, LongAdder> counts = new LinkedHashMap<>();
    for (String name : names) {
      counts.put(name, new LongAdder());
    }
    return counts;
  }

  void request(String method) {
    requests.getOrDefault(method, requests.get(OTHER)).increment();
  }

  void response(int code) {
    LongAdder count = responses.get(code / 100 + "xx");
    if (count != null) {
      count.increment();
    }
  }
}
