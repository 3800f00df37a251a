package org.convoke.ncco;

import org.convoke.ncco.ProgramEffect.Entry;
import org.convoke.ncco.ProgramEffect.Question;

/** Where a program stands. */
public sealed interface ProgramState {
  /** No time at all: nothing is waited for. */
  long NEVER = Long.MAX_VALUE;

  /** When it wants a Tick, in nanoseconds of the monotonic clock, or {@link #NEVER}. */
  default long wakeAtNs() {
    return NEVER;
  }

  /** The index of the action that runs now, from 0; -1: none. */
  default int actionIndex() {
    return -1;
  }

  /** Nothing has begun. */
  record Idle() implements ProgramState {}

  /** One that runs. */
  sealed interface Running extends ProgramState {
    /** How far it has come. */
    Track track();

    /** The same with another. */
    Running with(Track track);

    @Override
    default int actionIndex() {
      return track().at();
    }
  }

  /**
   * The caller hears a talk or a stream.
   *
   * @param bargeIn a key ends it
   * @param byNs it has lost its end then; NEVER of one that has none
   */
  record Playing(Track track, long soundId, boolean bargeIn, long byNs) implements Running {
    @Override
    public long wakeAtNs() {
      return byNs;
    }

    @Override
    public Playing with(Track other) {
      return new Playing(other, soundId, bargeIn, byNs);
    }
  }

  /** Keys are collected. They do not print. {@code byNs}: the next must come by then. */
  record Collecting(Track track, NccoAction.Input input, String digits, long byNs)
      implements Running {
    @Override
    public long wakeAtNs() {
      return byNs;
    }

    @Override
    public Collecting with(Track other) {
      return new Collecting(other, input, digits, byNs);
    }

    @Override
    public String toString() {
      return "Collecting[" + track + ", keys=" + digits.length() + "]";
    }
  }

  /**
   * The application was asked something and the program waits for its answer.
   *
   * @param questionId of the question that is under way
   * @param soundId of the sentence that the caller hears meanwhile; 0: none
   * @param sounding the caller hears a sentence or music
   * @param calmAtNs the caller hears that it takes a moment then; NEVER: he has
   * @param byNs the answer must be there by then
   */
  record Asking(
      Track track,
      long questionId,
      Question question,
      long soundId,
      boolean sounding,
      long calmAtNs,
      long byNs)
      implements Running {
    @Override
    public long wakeAtNs() {
      return earlier(calmAtNs, byNs);
    }

    @Override
    public Asking with(Track other) {
      return new Asking(other, questionId, question, soundId, sounding, calmAtNs, byNs);
    }
  }

  /** Nothing happens until then. */
  record Pausing(Track track, long untilNs) implements Running {
    @Override
    public long wakeAtNs() {
      return untilNs;
    }

    @Override
    public Pausing with(Track other) {
      return new Pausing(other, untilNs);
    }
  }

  /** A place in a room was asked for; the answer must be there by {@code byNs}. */
  record Entering(Track track, Entry entry, long byNs) implements Running {
    @Override
    public long wakeAtNs() {
      return byNs;
    }

    @Override
    public Entering with(Track other) {
      return new Entering(other, entry, byNs);
    }
  }

  /**
   * He waits, with music, for the room to start or to be admitted.
   *
   * @param entry by which the program came here; null: somebody moved the call
   */
  record Waiting(Track track, Entry entry) implements Running {
    @Override
    public Waiting with(Track other) {
      return new Waiting(other, entry);
    }
  }

  /**
   * He is in a room.
   *
   * @param entry by which the program came here; null: somebody moved the call
   */
  record InRoom(Track track, Entry entry) implements Running {
    @Override
    public InRoom with(Track other) {
      return new InRoom(other, entry);
    }
  }

  /** Last words; then the call ends, at {@code byNs} at the latest. */
  record Leaving(String cause, long soundId, long byNs) implements ProgramState {
    @Override
    public long wakeAtNs() {
      return byNs;
    }
  }

  /** The end was asked for, or came. */
  record Over() implements ProgramState {}

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
}
