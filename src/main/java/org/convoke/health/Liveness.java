package org.convoke.health;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which parts live, by their answers to our questions. Pure.
 *
 * <p>Not thread-safe: it belongs to the one who asks.
 */
public final class Liveness {
  /** So many misses in a row: one may be an accident, or a process that was stopped for a while. */
  static final int MISSES = 2;

  /** What is known of a part. */
  public enum State {
    LIVE,
    BUSY,
    DEAD
  }

  /** What a part became by an outcome. */
  enum Change {
    NONE,
    DIED,
    REVIVED
  }

  private static final class Part {
    private State state = State.LIVE;
    private int misses;
    private long missesEver;
  }

  private final Map<String, Part> parts = new LinkedHashMap<>();

  /** A part was asked. Unheard of before it counts as live. */
  Change told(String name, Outcome outcome) {
    Part part = parts.computeIfAbsent(name, _ -> new Part());
    boolean dead = part.state == State.DEAD;
    switch (outcome) {
      case ANSWERED -> {
        part.misses = 0;
        part.state = State.LIVE;
      }
      case BUSY -> {
        part.misses = 0;
        part.missesEver++;
        part.state = State.BUSY;
      }
      case MISSED -> {
        part.misses++;
        part.missesEver++;
        part.state = part.misses >= MISSES ? State.DEAD : part.state;
      }
      case UNASKED -> {
        // Neither better nor worse.
      }
    }
    if (dead == (part.state == State.DEAD)) {
      return Change.NONE;
    }
    return dead ? Change.REVIVED : Change.DIED;
  }

  /** Each part's state, in the order in which they were first asked. */
  Map<String, State> states() {
    Map<String, State> states = new LinkedHashMap<>();
    parts.forEach((name, part) -> states.put(name, part.state));
    return states;
  }

  /** How often each did not answer in time. */
  Map<String, Long> misses() {
    Map<String, Long> misses = new LinkedHashMap<>();
    parts.forEach((name, part) -> misses.put(name, part.missesEver));
    return misses;
  }

  boolean anyDead() {
    return parts.values().stream().anyMatch(part -> part.state == State.DEAD);
  }
}
