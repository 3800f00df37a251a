package org.convoke.ncco;

/** What a program wants done. Ids are of one counter, from 1. */
public sealed interface ProgramEffect {
  /**
   * Play this to the caller alone, in place of what he hears now, as often as it says; answered by
   * SoundEnded or SoundFailed.
   */
  record Play(long id, NccoAction.Sound sound) implements ProgramEffect {}

  /** Say this sentence of ours to the caller, in his language; answered by SoundEnded. */
  record Say(long id, Sentence sentence) implements ProgramEffect {}

  /**
   * Play this without an end, in place of what he hears now; null: the operator's waiting sound.
   */
  record PlayMusic(String url) implements ProgramEffect {
    @Override
    public String toString() {
      return "PlayMusic[" + (url == null ? "" : Webhook.withoutQuery(url)) + "]";
    }
  }

  /** Stop what he hears. */
  record Hush() implements ProgramEffect {}

  /** Ask the application, with all attempts; answered by Replied, Faulty or Failed. */
  record Ask(long id, Question question) implements ProgramEffect {}

  /**
   * Tell this key, after those before it; what is answered may be fed as Answered, or reported. It
   * does not print. {@code webhook} null: the application's event URL.
   */
  record Tell(Webhook webhook, char key) implements ProgramEffect {
    @Override
    public String toString() {
      return "Tell[" + webhook + "]";
    }
  }

  /** Ask for a place in a room; answered by Joined, MustWait or TurnedAway. */
  sealed interface Entry extends ProgramEffect {
    long id();
  }

  /** Into a room of the application, which is made when there is none. */
  record Enter(long id, NccoAction.Conversation conversation) implements Entry {}

  /**
   * Into a conversation that is live. In one step with Leave: with all of the application's calls
   * that are in the room which is left, once this one has its place.
   *
   * @param follows it is one of those
   */
  record EnterLive(long id, NccoAction.Transfer transfer, boolean follows) implements Entry {}

  /** Give up the place in the room, or the one that is asked for. */
  record Leave() implements ProgramEffect {}

  /** Tell the application of an error, as an event. */
  record Report(NccoFault fault) implements ProgramEffect {}

  /** Tell of a change of program, as an event. {@code by}: api, ncco, webhook. */
  record Transferred(String by) implements ProgramEffect {}

  /**
   * End the call. {@code cause}: app_ended (the program came to its end), app_failed, removed,
   * room_ended, room_full, room_locked, room_closed, unavailable.
   */
  record HangUp(String cause) implements ProgramEffect {}

  /** What we say ourselves. */
  enum Sentence {
    /** One moment please. */
    ONE_MOMENT,
    /** It cannot be done now, try again later, goodbye. */
    SORRY,
    ROOM_FULL,
    ROOM_LOCKED,
    ROOM_CLOSED
  }

  /** What an application is asked. */
  sealed interface Question {
    /** The answer URL: what shall happen to a new call? An answer must be a program. */
    record Answer() implements Question {}

    /** A URL by REST. An answer must be a program. */
    record Replacement(String url) implements Question {
      @Override
      public String toString() {
        return "Replacement[" + Webhook.withoutQuery(url) + "]";
      }
    }

    /** What was keyed; it does not print. {@code actionIndex} from 0. */
    record Keyed(int actionIndex, NccoAction.Input action, String digits, boolean timedOut)
        implements Question {
      @Override
      public String toString() {
        return "Keyed[keys=" + digits.length() + ", timedOut=" + timedOut + "]";
      }
    }

    /** The program came here. */
    record Reached(int actionIndex, NccoAction.Notify action) implements Question {}

    /**
     * The fallback URL, because {@code of} was not answered as one must. An answer must be a
     * program.
     */
    record Fallback(Question of, String reason) implements Question {}
  }
}
