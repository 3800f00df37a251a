package org.convoke.health;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What is known of the parts.
 *
 * @param states each part's
 * @param reasons of those that are not well, a sentence each
 * @param misses how often each did not answer in time
 * @param answerSeconds how long each took for its last answer
 * @param loopDelays questions to event loops by how long they waited: up to each of {@link
 *     #DELAY_SECONDS}, and one more
 * @param loopDelaySeconds all of them together
 */
public record HealthReadings(
    Map<String, Liveness.State> states,
    Map<String, String> reasons,
    Map<String, Long> misses,
    Map<String, Double> answerSeconds,
    List<Long> loopDelays,
    double loopDelaySeconds) {
  /** Upper bounds of delay, in seconds. */
  public static final List<Double> DELAY_SECONDS =
      List.of(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0);

  /** Before anything was asked. */
  static final HealthReadings NONE =
      new HealthReadings(
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Collections.nCopies(DELAY_SECONDS.size() + 1, 0L),
          0);

  /** Whether no part is dead. */
  public boolean live() {
    return !states.containsValue(Liveness.State.DEAD);
  }
}
