package org.convoke.ncco;

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
  }

  /** Keys are collected. They do not print. {@code byNs}: the next must come by then. */
  record Collecting(Track track, NccoAction.Input input, String digits, long byNs)
      implements Running {
    @Override
    public long wakeAtNs() {
      return byNs;
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
   * @param soundId of what the caller hears meanwhile; 0: nothing, or music
   * @param sounding something is heard
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
  }

  /** Nothing happens until then. */
  record Pausing(Track track, long untilNs) implements Running {
    @Override
    public long wakeAtNs() {
      return untilNs;
    }
  }

  /**
   * A place in a room was asked for; the answer must be there by {@code byNs}. {@code musicUrl} as
   * of a conversation; {@code last}: nothing of the program comes after the room.
   */
  record Entering(Track track, long entryId, String musicUrl, boolean last, long byNs)
      implements Running {
    @Override
    public long wakeAtNs() {
      return byNs;
    }
  }

  /** He waits for the room to start, or to be admitted, with music. */
  record Waiting(Track track, boolean last) implements Running {}

  /** He is in a room. */
  record InRoom(Track track, boolean last) implements Running {}

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
