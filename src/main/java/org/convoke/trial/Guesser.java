package org.convoke.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.convoke.bench.TrialCalls;
import org.convoke.clock.Clock;

/** Keys wrong PINs on many lines, one a call, and waits for each answer. */
final class Guesser {
  /** From the INVITE until the last key is pressed, and until its answer was told. */
  private static final double KEYED_SECONDS = 2.5;

  private static final double ANSWERED_SECONDS = 4;
  private static final double SLOWED_SECONDS = 34;

  /** From one new line to the next at the beginning. */
  private static final double RAMP_SECONDS = 0.05;

  private record Try(int call, long beganNs) {}

  private final Clock clock;
  private final TrialCalls phones;
  private final GuessTrial.Plan plan;
  private final Set<String> right;
  private final Random random;
  private final List<Try> tries = new ArrayList<>();
  private final long beganNs;
  private int ended;

  /**
   * @param right PINs that are not to be guessed: all tries are wrong ones
   */
  Guesser(Clock clock, TrialCalls phones, GuessTrial.Plan plan, Set<String> right, long seed) {
    this.clock = clock;
    this.phones = phones;
    this.plan = plan;
    this.right = right;
    random = new Random(seed);
    beganNs = clock.nowNs();
  }

  /**
   * To be called often.
   *
   * @param slowed answers come late by now
   */
  void act(boolean slowed) {
    long nowNs = clock.nowNs();
    double wait = slowed ? SLOWED_SECONDS : ANSWERED_SECONDS;
    tries.removeIf(one -> {
      boolean over = (nowNs - one.beganNs) / 1e9 > wait;
      if (over) {
        phones.hangUp(one.call);
        ended++;
      }
      return over;
    });
    double lines = Math.min(plan.lines(), (nowNs - beganNs) / 1e9 / RAMP_SECONDS);
    if (tries.size() < lines) {
      String from = String.format(Locale.ROOT, "+4930%07d", random.nextInt(plan.numbers()));
      tries.add(new Try(phones.dial(from, wrong() + "#"), nowNs));
    }
  }

  private String wrong() {
    String pin;
    do {
      pin = Integer.toString(1000 + random.nextInt(9000));
    } while (right.contains(pin));
    return pin;
  }

  /** How many were keyed for certain; those whose keys may be on their way are waited for. */
  int finish() throws InterruptedException {
    Thread.sleep((long) (KEYED_SECONDS * 1000));
    return ended + tries.size();
  }
}
