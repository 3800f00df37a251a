package org.convoke.ncco;

import static org.convoke.ncco.ProgramState.NEVER;
import static org.convoke.ncco.ProgramState.isDue;

import java.util.ArrayList;
import java.util.List;
import org.convoke.ncco.NccoAction.Conversation;
import org.convoke.ncco.NccoAction.Input;
import org.convoke.ncco.NccoAction.Notify;
import org.convoke.ncco.NccoAction.Sound;
import org.convoke.ncco.NccoAction.Transfer;
import org.convoke.ncco.NccoAction.Wait;
import org.convoke.ncco.ProgramEffect.Ask;
import org.convoke.ncco.ProgramEffect.Entry;
import org.convoke.ncco.ProgramEffect.HangUp;
import org.convoke.ncco.ProgramEffect.Play;
import org.convoke.ncco.ProgramEffect.Question;
import org.convoke.ncco.ProgramEffect.Report;
import org.convoke.ncco.ProgramEffect.Say;
import org.convoke.ncco.ProgramEffect.Sentence;
import org.convoke.ncco.ProgramEffect.Tell;
import org.convoke.ncco.ProgramState.Asking;
import org.convoke.ncco.ProgramState.Collecting;
import org.convoke.ncco.ProgramState.Entering;
import org.convoke.ncco.ProgramState.Leaving;
import org.convoke.ncco.ProgramState.Over;
import org.convoke.ncco.ProgramState.Pausing;
import org.convoke.ncco.ProgramState.Playing;

/**
 * One step of a program while it is made: what it remembers, unfrozen, and what is to be done. It
 * knows how actions begin; how they go on is the machine's.
 */
final class Turn {
  static final long SECOND_NS = 1_000_000_000L;

  /** A slow server is no reason for silence that lasts longer. */
  static final long CALM_NS = 1_500_000_000L;

  /** All attempts at a webhook take less. */
  static final long ANSWER_MAX_NS = 30 * SECOND_NS;

  /** A sentence of ours that lasts longer has lost its end. */
  static final long SENTENCE_MAX_NS = 30 * SECOND_NS;

  /** A sound that lasts longer, once, has lost its end. */
  static final long SOUND_MAX_NS = 15 * 60 * SECOND_NS;

  /** Keys that are kept for the next input: as many as the longest takes. */
  static final int TYPED_AHEAD_MAX = 20;

  /** Whoever keyed all digits often adds a # within this time. */
  static final long HASH_NS = 2 * SECOND_NS;

  /** What one call may tell its application. */
  static final int ASKED_MAX = 10_000;

  /** Replacements in a row, each at once and without a sound. */
  static final int HASTY_MAX = 10;

  static final long HASTY_NS = SECOND_NS;

  final long nowNs;
  final List<ProgramEffect> effects = new ArrayList<>();

  List<NccoAction> actions = List.of();
  int at = -1;
  String typedAhead = "";
  long dropHashUntilNs = NEVER;
  boolean listening;
  Webhook listener;
  long lastId;
  long replacementId;
  Question replacement;
  int asked;
  int hasty;
  long replacedAtNs = NEVER;

  Turn(long nowNs) {
    this.nowNs = nowNs;
  }

  Turn(Track track, long nowNs) {
    this.nowNs = nowNs;
    actions = track.actions();
    at = track.at();
    typedAhead = track.typedAhead();
    dropHashUntilNs = track.dropHashUntilNs();
    listening = track.listening();
    listener = track.listener();
    lastId = track.lastId();
    replacementId = track.replacementId();
    replacement = track.replacement();
    asked = track.asked();
    hasty = track.hasty();
    replacedAtNs = track.replacedAtNs();
  }

  Track track() {
    return new Track(
        actions,
        at,
        typedAhead,
        dropHashUntilNs,
        listening,
        listener,
        lastId,
        replacementId,
        replacement,
        asked,
        hasty,
        replacedAtNs);
  }

  long nextId() {
    return ++lastId;
  }

  Turn add(ProgramEffect effect) {
    effects.add(effect);
    return this;
  }

  // --- the way through the program

  /** The action after this one; the end of the program is the end of the call. */
  ProgramState next() {
    while (++at < actions.size()) {
      ProgramState state =
          switch (actions.get(at)) {
            case Sound sound -> play(sound);
            case Input input when input.asynchronous() -> listen(input);
            case Input input -> collect(input);
            case Conversation room -> enter(new ProgramEffect.Enter(nextId(), room));
            case Transfer transfer -> enter(new ProgramEffect.EnterLive(nextId(), transfer, false));
            case Notify notify -> ask(new Question.Reached(at, notify));
            case Wait wait -> new Pausing(track(), nowNs + wait.timeoutMs() * 1_000_000L);
          };
      if (state != null) {
        return state;
      }
    }
    return hangUp("app_ended");
  }

  /** The same action from its beginning. */
  ProgramState again() {
    at--;
    return next();
  }

  boolean hasNext() {
    return at + 1 < actions.size();
  }

  /** Another program from its beginning. */
  ProgramState run(Ncco program) {
    actions = program.actions();
    at = -1;
    replacementId = 0;
    replacement = null;
    return next();
  }

  /** As {@link #run}, on the application's word; programs that only replace each other end. */
  ProgramState replace(Ncco program) {
    boolean atOnce = replacedAtNs != NEVER && !isDue(replacedAtNs + HASTY_NS, nowNs);
    hasty = atOnce ? hasty + 1 : 0;
    replacedAtNs = nowNs;
    if (hasty >= HASTY_MAX) {
      add(
          new Report(
              NccoFault.of(
                  "Programs replaced each other %d times in a row without anything to be heard."
                      .formatted(hasty))));
      return fail();
    }
    return run(program);
  }

  /** Something was heard or keyed: the call is alive. */
  void alive() {
    hasty = 0;
  }

  // --- how actions begin; null: it is done already

  private ProgramState play(Sound sound) {
    boolean bargeIn = bargeIn();
    if (bargeIn && !typedAhead.isEmpty()) {
      return null; // he knows what comes
    }
    long id = nextId();
    add(new Play(id, sound));
    long byNs = sound.loop() == 0 ? NEVER : nowNs + sound.loop() * SOUND_MAX_NS + ANSWER_MAX_NS;
    return new Playing(track(), id, bargeIn, byNs);
  }

  /** Once a sound may be interrupted, all may until there is an input. */
  private boolean bargeIn() {
    for (int i = at; i >= 0 && !(actions.get(i) instanceof Input); i--) {
      if (actions.get(i) instanceof Sound sound && sound.bargeIn()) {
        return true;
      }
    }
    return false;
  }

  private ProgramState listen(Input input) {
    listening = true;
    listener = input.webhook();
    String keys = typedAhead;
    typedAhead = "";
    for (int i = 0; i < keys.length(); i++) {
      tell(keys.charAt(i));
    }
    return null;
  }

  void tell(char key) {
    if (listening && asked < ASKED_MAX) {
      asked++;
      add(new Tell(listener, key));
    }
  }

  private ProgramState collect(Input input) {
    String keys = typedAhead;
    String digits = "";
    typedAhead = "";
    for (int i = 0; i < keys.length(); i++) {
      ProgramState state = collect(input, digits, keys.charAt(i), keys.substring(i + 1));
      if (!(state instanceof Collecting collecting)) {
        return state;
      }
      digits = collecting.digits();
    }
    return collecting(input, digits);
  }

  private Collecting collecting(Input input, String digits) {
    return new Collecting(track(), input, digits, nowNs + input.timeOutMs() * 1_000_000L);
  }

  /** One key more; {@code later} are those that came after it already. */
  ProgramState collect(Input input, String digits, char key, String later) {
    if (isEnd(input, key)) {
      typedAhead = later;
      return collected(input, digits, false);
    }
    if (isFull(input, digits + key)) {
      typedAhead = later.startsWith("#") ? later.substring(1) : later;
      dropHashUntilNs = later.isEmpty() ? nowNs + HASH_NS : NEVER;
      return collected(input, digits + key, false);
    }
    return collecting(input, digits + key);
  }

  private static boolean isEnd(Input input, char key) {
    return input.submitOnHash() && key == '#';
  }

  private static boolean isFull(Input input, String digits) {
    return digits.length() >= input.maxDigits();
  }

  ProgramState collected(Input input, String digits, boolean timedOut) {
    return ask(new Question.Keyed(at, input, digits, timedOut));
  }

  ProgramState ask(Question question) {
    long id = askFor(question);
    return id == 0
        ? fail()
        : new Asking(track(), id, question, 0, false, nowNs + CALM_NS, nowNs + ANSWER_MAX_NS);
  }

  /** The id of the question, or 0: there were too many. */
  long askFor(Question question) {
    if (asked >= ASKED_MAX) {
      add(
          new Report(
              NccoFault.of("The call told its application %d things.".formatted(ASKED_MAX))));
      return 0;
    }
    asked++;
    long id = nextId();
    add(new Ask(id, question));
    return id;
  }

  ProgramState enter(Entry entry) {
    add(entry);
    return new Entering(track(), entry, nowNs + ANSWER_MAX_NS);
  }

  // --- the end

  ProgramState fail() {
    return leave("app_failed", Sentence.SORRY);
  }

  ProgramState leave(String cause, Sentence sentence) {
    long id = nextId();
    add(new Say(id, sentence));
    return new Leaving(cause, id, nowNs + SENTENCE_MAX_NS);
  }

  ProgramState hangUp(String cause) {
    add(new HangUp(cause));
    return new Over();
  }
}
