package org.convoke.consumer;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How a receiver misbehaves on purpose, to see what becomes of it.
 *
 * @param failRate the share of requests that it does not take, 0 to 1
 * @param status what it answers those, 400 to 599
 * @param delayMs how long it takes for each request
 */
record Trial(double failRate, int status, int delayMs, RandomGenerator random) {
  boolean fails() {
    return failRate > 0 && random.nextDouble() < failRate;
  }

  void delay() {
    if (delayMs > 0) {
      try {
        TimeUnit.MILLISECONDS.sleep(delayMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
