package org.convoke.web.socket;

import java.util.ArrayDeque;
import java.util.Deque;

/** What one client has asked and was not answered yet, within limits. */
final class Inbox {
  /** Requests that wait, and the characters of them all. */
  static final int MAX_REQUESTS = 100;

  static final int MAX_CHARACTERS = 256 * 1024;

  /** As many messages one after the other that are no JSON: no mistake, and no client of ours. */
  static final int MAX_JUNK = 20;

  /** What became of a message. */
  enum Verdict {
    TAKEN,
    /** Too many: it is told so, and this one is not answered. */
    REFUSED,
    /** Too many although it was told. */
    FLOOD,
    /** No JSON again and again. */
    JUNK
  }

  private record Waiting(RequestParser.Parsed parsed, int characters) {}

  private final Deque<Waiting> requests = new ArrayDeque<>();
  private final RateLimit rate;
  private int characters;
  private int junk;

  Inbox(long nowNs) {
    rate = new RateLimit(nowNs);
  }

  Verdict offer(String text, long nowNs) {
    boolean taken = rate.take(nowNs);
    if (!taken
        || requests.size() >= MAX_REQUESTS
        || (!requests.isEmpty() && characters + text.length() > MAX_CHARACTERS)) {
      return rate.exhausted() ? Verdict.FLOOD : Verdict.REFUSED;
    }
    RequestParser.Parsed parsed = RequestParser.parse(text);
    boolean json =
        !(parsed instanceof RequestParser.Parsed.Bad bad
            && bad.fault().code() == FaultCode.INVALID_JSON);
    junk = json ? 0 : junk + 1;
    if (junk > MAX_JUNK) {
      return Verdict.JUNK;
    }
    requests.add(new Waiting(parsed, text.length()));
    characters += text.length();
    return Verdict.TAKEN;
  }

  /** The next one, or null. */
  RequestParser.Parsed poll() {
    Waiting next = requests.poll();
    if (next == null) {
      return null;
    }
    characters -= next.characters;
    return next.parsed;
  }
}
