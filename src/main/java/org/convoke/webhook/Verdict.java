package org.convoke.webhook;

import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.util.Date;

/**
 * What an attempt came to. Pure.
 *
 * @param kind what it means for the delivery
 * @param status of the answer; null when none came
 * @param error why it was not taken, in a word or two; null when it was
 * @param endpointFault the endpoint is in trouble, whatever the event was
 * @param waitMs how long the endpoint asks us to wait, in milliseconds; 0 when it does not
 * @param tookMs how long the attempt took, in milliseconds
 */
record Verdict(
    Kind kind, Integer status, String error, boolean endpointFault, long waitMs, long tookMs) {
  enum Kind {
    /** 2xx. */
    TAKEN,
    FAILED,
    /** 410: the endpoint wants no more. */
    GONE
  }

  private static final long MAX_WAIT_MS = Schedule.MAX_MS;
  private static final int MAX_DIGITS = 9;

  /**
   * Of an answer.
   *
   * @param retryAfter the header of that name (RFC 9110 §10.2.3), or null
   */
  static Verdict ofAnswer(int status, String retryAfter, long tookMs, Instant now) {
    if (status >= 200 && status < 300) {
      return new Verdict(Kind.TAKEN, status, null, false, 0, tookMs);
    }
    Kind kind = status == 410 ? Kind.GONE : Kind.FAILED;
    boolean fault = status >= 500 || status == 408 || status == 425 || status == 429;
    return new Verdict(kind, status, "HTTP " + status, fault, waitMs(retryAfter, now), tookMs);
  }

  /** Of an attempt that brought no answer. */
  static Verdict ofFailure(String error, long tookMs) {
    return new Verdict(Kind.FAILED, null, error, true, 0, tookMs);
  }

  /** Seconds or a date; what is neither, past or beyond a day is cut to what can be. */
  private static long waitMs(String retryAfter, Instant now) {
    if (retryAfter == null) {
      return 0;
    }
    String text = retryAfter.strip();
    if (text.matches("[0-9]+")) {
      return text.length() > MAX_DIGITS
          ? MAX_WAIT_MS
          : Math.min(Long.parseLong(text) * 1000, MAX_WAIT_MS);
    }
    // The three forms of RFC 9110 §5.6.7.
    Date date = text.isEmpty() ? null : DateFormatter.parseHttpDate(text);
    return date == null ? 0 : Math.clamp(date.getTime() - now.toEpochMilli(), 0, MAX_WAIT_MS);
  }
}
