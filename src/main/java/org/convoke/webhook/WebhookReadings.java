package org.convoke.webhook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How the webhooks are, some seconds ago.
 *
 * @param attempts since the start, by outcome: 2xx to 5xx, or why no answer came
 * @param waiting deliveries that were not taken yet, 100,000 at the most
 * @param oldestSeconds since the oldest of them waits
 * @param sending attempts under way
 * @param endpoints that are delivered to
 * @param failing those of them whose last attempts failed
 */
public record WebhookReadings(
    Map<String, LongAdder> attempts,
    long waiting,
    double oldestSeconds,
    int sending,
    int endpoints,
    int failing) {

  /** A new set of counters. */
  static Map<String, LongAdder> newAttempts() {
    Map<String, LongAdder> attempts = new LinkedHashMap<>();
    for (String outcome : new String[] {"2xx", "3xx", "4xx", "5xx", "timeout", "no_answer"}) {
      attempts.put(outcome, new LongAdder());
    }
    return attempts;
  }

  /** How an attempt is counted. */
  static String outcome(Verdict verdict) {
    if (verdict.status() != null) {
      int kind = Math.clamp(verdict.status() / 100, 2, 5);
      return kind + "xx";
    }
    return verdict.error() != null && verdict.error().contains("timeout") ? "timeout" : "no_answer";
  }
}
