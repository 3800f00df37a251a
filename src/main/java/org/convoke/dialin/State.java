package org.convoke.dialin;

import java.util.ArrayList;
import java.util.List;

/** Where a dialogue stands. */
public sealed interface State {
  /** No time at all: nothing is waited for. */
  long NEVER = Long.MAX_VALUE;

  /** When it wants a Tick, in nanoseconds of the monotonic clock, or {@link #NEVER}. */
  default long wakeAtNs() {
    return NEVER;
  }

  /** Whether {@code deadlineNs} has come; the clock may be negative and may wrap. */
  static boolean isDue(long deadlineNs, long nowNs) {
    return deadlineNs != NEVER && deadlineNs - nowNs <= 0;
  }

  /** The earlier of two deadlines. */
  static long earlier(long a, long b) {
    if (a == NEVER || b == NEVER) {
      return a == NEVER ? b : a;
    }
    return a - b <= 0 ? a : b;
  }

  /**
   * @param pinLength of all PINs that may come, 0 when they differ
   * @param attempt from 1
   * @param busy how often nobody could judge a PIN
   */
  record Try(int pinLength, int attempt, int busy) {}

  /** Nothing has begun. */
  record Idle() implements State {}

  /**
   * Waiting for keys. It does not print them. Those of a code begin with a star.
   *
   * @param speaking a prompt is being said
   * @param firstByNs the first key must come by then
   * @param nextByNs the next key must come by then
   * @param doneByNs all keys of this try must have come by then
   */
  record Asking(
      Try tried, String digits, boolean speaking, long firstByNs, long nextByNs, long doneByNs)
      implements State {
    @Override
    public long wakeAtNs() {
      return earlier(firstByNs, earlier(nextByNs, doneByNs));
    }

    @Override
    public String toString() {
      return "Asking[" + tried + ", keys=" + digits.length() + "]";
    }
  }

  /** A PIN is being judged; its last key came at {@code keyedAtNs}. */
  record Checking(Try tried, long keyedAtNs) implements State {}

  /** The PIN was wrong; it will be said at {@code untilNs}. */
  record Refusing(Try tried, long untilNs) implements State {
    @Override
    public long wakeAtNs() {
      return untilNs;
    }
  }

  /** He may enter, at {@code untilNs}. */
  record Delaying(Action.Entry then, boolean greeted, long untilNs) implements State {
    @Override
    public long wakeAtNs() {
      return untilNs;
    }
  }

  /** A place was asked for. {@code greeted}: he was welcomed; {@code merging}: as one's sound. */
  record Entering(boolean greeted, boolean merging) implements State {}

  /** He waits to be let in. */
  record Waiting() implements State {}

  /**
   * He is in the room.
   *
   * @param alone he is the only one there
   * @param held he was taken out of the talk
   * @param speaking something is being said to him alone
   * @param later what will be said after it
   */
  record Seated(boolean alone, boolean held, boolean speaking, List<Phrase> later)
      implements State {
    private static final int LATER_MAX = 8;

    public Seated {
      later = List.copyOf(later);
    }

    /** While nothing is said to him he hears that he waits. */
    boolean waits() {
      return alone || held;
    }

    /** The same, with something being said, or not, and this later. */
    Seated speaking(boolean now, List<Phrase> then) {
      return new Seated(alone, held, now, then);
    }

    /** The same with more to say later; what is too much is not said. */
    Seated andLater(List<Phrase> more) {
      if (later.size() + more.size() > LATER_MAX) {
        return this;
      }
      List<Phrase> all = new ArrayList<>(later);
      all.addAll(more);
      return new Seated(alone, held, speaking, all);
    }
  }

  /** Last words; then the call ends, at {@code byNs} at the latest. */
  record Leaving(String cause, long byNs) implements State {
    @Override
    public long wakeAtNs() {
      return byNs;
    }
  }

  /** The end was asked for. */
  record Over() implements State {}
}
