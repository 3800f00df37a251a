package org.convoke.ncco;

import static org.convoke.ncco.ProgramState.NEVER;
import static org.convoke.ncco.ProgramState.isDue;

import org.convoke.ncco.ProgramEffect.Hush;
import org.convoke.ncco.ProgramEffect.Leave;
import org.convoke.ncco.ProgramEffect.PlayMusic;
import org.convoke.ncco.ProgramEffect.Question;
import org.convoke.ncco.ProgramEffect.Report;
import org.convoke.ncco.ProgramEffect.Say;
import org.convoke.ncco.ProgramEffect.Sentence;
import org.convoke.ncco.ProgramEffect.Transferred;
import org.convoke.ncco.ProgramState.Asking;
import org.convoke.ncco.ProgramState.Collecting;
import org.convoke.ncco.ProgramState.Entering;
import org.convoke.ncco.ProgramState.Idle;
import org.convoke.ncco.ProgramState.InRoom;
import org.convoke.ncco.ProgramState.Leaving;
import org.convoke.ncco.ProgramState.Over;
import org.convoke.ncco.ProgramState.Pausing;
import org.convoke.ncco.ProgramState.Playing;
import org.convoke.ncco.ProgramState.Running;
import org.convoke.ncco.ProgramState.Waiting;

/** The program of one call, from the answer URL to the end of the call; see the package. */
public final class ProgramMachine {
  private final AnswerRules answers;

  /**
   * A machine.
   *
   * @param fallback the application has a fallback URL
   */
  public ProgramMachine(boolean fallback) {
    answers = new AnswerRules(fallback);
  }

  /** Where every program begins. */
  public static ProgramState start() {
    return new Idle();
  }

  /** What follows when {@code input} comes at {@code nowNs}. */
  public ProgramStep step(ProgramState state, ProgramInput input, long nowNs) {
    Turn turn = state instanceof Running at ? new Turn(at.track(), nowNs) : new Turn(nowNs);
    ProgramState next =
        switch (state) {
          case Idle _ -> idle(state, input, turn);
          case Running running -> running(running, input, turn);
          case Leaving leaving -> leaving(leaving, input, turn);
          case Over _ -> state; // whatever comes is late
        };
    return new ProgramStep(next, turn.effects);
  }

  private static ProgramState idle(ProgramState idle, ProgramInput input, Turn turn) {
    return switch (input) {
      case ProgramInput.Begin _ -> turn.ask(new Question.Answer());
      case ProgramInput.Replace by -> turn.run(by.program());
      case ProgramInput.HungUp _ -> new Over();
      default -> idle;
    };
  }

  private static ProgramState leaving(Leaving leaving, ProgramInput input, Turn turn) {
    return switch (input) {
      case ProgramInput.SoundEnded sound when sound.id() == leaving.soundId() ->
          turn.hangUp(leaving.cause());
      case ProgramInput.Uncovered sound when sound.id() == leaving.soundId() ->
          turn.hangUp(leaving.cause());
      case ProgramInput.Tick _ when isDue(leaving.byNs(), turn.nowNs) ->
          turn.hangUp(leaving.cause());
      case ProgramInput.HungUp _ -> new Over();
      default -> leaving; // too late to go on with anything else
    };
  }

  private ProgramState running(Running at, ProgramInput input, Turn turn) {
    return switch (input) {
      case ProgramInput.HungUp _ -> new Over();
      case ProgramInput.Digit digit -> key(at, digit.key(), turn);
      case ProgramInput.Replace by -> replaced(at, by.program(), turn);
      case ProgramInput.ReplaceByUrl by -> answers.fetch(at, by.url(), turn);
      case ProgramInput.Answered it when it.program().actions().isEmpty() -> at;
      case ProgramInput.Answered it -> {
        boolean leaves = at instanceof Entering || at instanceof Waiting || at instanceof InRoom;
        interrupt(at, turn);
        if (leaves) {
          turn.add(new Transferred("webhook"));
        }
        yield turn.replace(it.program());
      }
      case ProgramInput.Follow to when at instanceof Waiting || at instanceof InRoom -> {
        interrupt(at, turn);
        yield turn.enter(new ProgramEffect.EnterLive(turn.nextId(), to.transfer(), true));
      }
      case ProgramInput.Follow _ -> at;
      case ProgramInput.Moved to -> {
        hush(at, turn); // the place that it had is gone already
        yield RoomRules.moved(to, turn);
      }
      case ProgramInput.Listen to -> {
        turn.listening = to.webhook() != null;
        turn.listener = to.webhook();
        yield at.with(turn.track());
      }
      case ProgramInput.Replied it when it.id() == turn.replacementId && turn.replacementId != 0 ->
          replaced(at, it.program(), turn);
      case ProgramInput.Faulty it -> answers.faulty(at, it.id(), it.fault(), turn);
      case ProgramInput.Failed it -> answers.failed(at, it.id(), it.reason(), turn);
      case ProgramInput.Begin _,
          ProgramInput.SoundEnded _,
          ProgramInput.SoundFailed _,
          ProgramInput.Uncovered _,
          ProgramInput.Replied _,
          ProgramInput.Joined _,
          ProgramInput.MustWait _,
          ProgramInput.TurnedAway _,
          ProgramInput.LetIn _,
          ProgramInput.Dismissed _,
          ProgramInput.Tick _ ->
          during(at, input, turn);
    };
  }

  private ProgramState during(Running at, ProgramInput input, Turn turn) {
    return switch (at) {
      case Playing playing -> playing(playing, input, turn);
      case Collecting collecting ->
          input instanceof ProgramInput.Tick && isDue(collecting.byNs(), turn.nowNs)
              ? turn.collected(collecting.input(), collecting.digits(), true)
              : at;
      case Asking asking -> asking(asking, input, turn);
      case Pausing pausing ->
          input instanceof ProgramInput.Tick && isDue(pausing.untilNs(), turn.nowNs)
              ? turn.next()
              : at;
      case Entering entering -> RoomRules.entering(entering, input, turn);
      case Waiting waiting -> RoomRules.waiting(waiting, input, turn);
      case InRoom room -> RoomRules.inRoom(room, input, turn);
    };
  }

  // --- keys

  private static ProgramState key(Running at, char key, Turn turn) {
    if ("0123456789*#".indexOf(key) < 0) {
      return at; // A to D are on no phone, and sometimes heard in voices
    }
    turn.tell(key);
    if (isLateHash(at, key, turn)) {
      return at.with(turn.track());
    }
    turn.dropHashUntilNs = NEVER;
    turn.alive();
    return switch (at) {
      case Collecting collecting -> turn.collect(collecting.input(), collecting.digits(), key, "");
      case Playing playing when playing.bargeIn() -> {
        keep(key, turn);
        turn.add(new Hush());
        yield turn.next(); // which leaves out what else could be interrupted
      }
      case Playing _, Asking _, Pausing _, Entering _ -> {
        keep(key, turn);
        yield at.with(turn.track());
      }
      case Waiting _, InRoom _ -> at.with(turn.track()); // there keys are for others
    };
  }

  /** A # that follows all the digits of an input that needed none. */
  private static boolean isLateHash(Running at, char key, Turn turn) {
    boolean first =
        at instanceof Collecting collecting
            ? collecting.digits().isEmpty()
            : turn.typedAhead.isEmpty();
    return key == '#'
        && first
        && turn.dropHashUntilNs != NEVER
        && !isDue(turn.dropHashUntilNs, turn.nowNs);
  }

  private static void keep(char key, Turn turn) {
    if (turn.typedAhead.length() < Turn.TYPED_AHEAD_MAX) {
      turn.typedAhead += key;
    }
  }

  // --- sounds and answers

  private static ProgramState playing(Playing at, ProgramInput input, Turn turn) {
    return switch (input) {
      case ProgramInput.SoundEnded sound when sound.id() == at.soundId() -> {
        turn.alive();
        yield turn.next();
      }
      case ProgramInput.Uncovered sound when sound.id() == at.soundId() -> turn.again();
      case ProgramInput.SoundFailed sound when sound.id() == at.soundId() -> {
        String action = turn.actions.get(turn.at).name();
        turn.add(new Report(NccoFault.at(turn.at, action, sound.field(), sound.reason())));
        yield turn.next();
      }
      case ProgramInput.Tick _ when isDue(at.byNs(), turn.nowNs) -> {
        turn.add(new Hush());
        yield turn.next();
      }
      default -> at;
    };
  }

  private ProgramState asking(Asking at, ProgramInput input, Turn turn) {
    return switch (input) {
      case ProgramInput.Replied it when it.id() == at.questionId() ->
          answers.replied(at, it.program(), turn);
      case ProgramInput.Tick _ when isDue(at.byNs(), turn.nowNs) ->
          answers.failed(at, at.questionId(), "There was no answer in time.", turn);
      case ProgramInput.Tick _ when isDue(at.calmAtNs(), turn.nowNs) -> {
        long id = turn.nextId();
        turn.add(new Say(id, Sentence.ONE_MOMENT));
        yield new Asking(turn.track(), at.questionId(), at.question(), id, true, NEVER, at.byNs());
      }
      case ProgramInput.SoundEnded sound when isSentence(at, sound.id()) -> calm(at, turn);
      case ProgramInput.Uncovered sound when isSentence(at, sound.id()) -> calm(at, turn);
      default -> at;
    };
  }

  private static boolean isSentence(Asking at, long soundId) {
    return at.soundId() != 0 && at.soundId() == soundId;
  }

  /** After the sentence. */
  private static Asking calm(Asking at, Turn turn) {
    turn.add(new PlayMusic(null));
    return new Asking(turn.track(), at.questionId(), at.question(), 0, true, NEVER, at.byNs());
  }

  // --- from outside

  /** By REST: what was keyed before was meant for the program that ends. */
  private static ProgramState replaced(Running at, Ncco program, Turn turn) {
    interrupt(at, turn);
    turn.add(new Transferred("api"));
    return turn.run(program);
  }

  /** Ends what happens now, whatever it is. */
  private static void interrupt(Running at, Turn turn) {
    hush(at, turn);
    if (at instanceof Entering || at instanceof Waiting || at instanceof InRoom) {
      turn.add(new Leave());
    }
  }

  /** The same, but for a place in a room. */
  private static void hush(Running at, Turn turn) {
    turn.typedAhead = "";
    turn.dropHashUntilNs = NEVER;
    turn.alive();
    switch (at) {
      case Playing _, Waiting _ -> turn.add(new Hush());
      case Asking asking -> AnswerRules.hush(asking, turn);
      case Collecting _, Pausing _, Entering _, InRoom _ -> {}
    }
  }
}
