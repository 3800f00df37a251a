package org.convoke.ncco;

import static org.convoke.ncco.ProgramState.isDue;

import org.convoke.ncco.ProgramEffect.Hush;
import org.convoke.ncco.ProgramEffect.Question;
import org.convoke.ncco.ProgramEffect.Report;
import org.convoke.ncco.ProgramState.Asking;
import org.convoke.ncco.ProgramState.Running;

/** What the application's answers and silences mean to a program. */
final class AnswerRules {
  private final boolean fallback;

  AnswerRules(boolean fallback) {
    this.fallback = fallback;
  }

  /** Asks for another program while this one goes on; the latest such question counts. */
  Running fetch(Running at, String url, Turn turn) {
    return background(at, new Question.Replacement(url), turn);
  }

  private static Running background(Running at, Question question, Turn turn) {
    turn.replacementId = turn.askFor(question);
    turn.replacement = turn.replacementId == 0 ? null : question;
    return at.with(turn.track());
  }

  ProgramState replied(Asking at, Ncco program, Turn turn) {
    hush(at, turn);
    boolean first = at.question() instanceof Question.Answer;
    if (program.actions().isEmpty() && !concernsAnswer(at.question())) {
      return turn.next();
    }
    return first ? turn.run(program) : turn.replace(program);
  }

  ProgramState faulty(Running at, long id, NccoFault fault, Turn turn) {
    return isAwaited(at, id, turn) ? unanswered(at, id, fault, turn) : at;
  }

  ProgramState failed(Running at, long id, String reason, Turn turn) {
    if (!isAwaited(at, id, turn)) {
      return at;
    }
    return unanswered(at, id, fault(question(at, id, turn), reason), turn);
  }

  private static Question question(Running at, long id, Turn turn) {
    return isReplacement(id, turn) ? turn.replacement : ((Asking) at).question();
  }

  private static boolean isReplacement(long id, Turn turn) {
    return id != 0 && id == turn.replacementId;
  }

  private static boolean isAwaited(Running at, long id, Turn turn) {
    return isReplacement(id, turn) || at instanceof Asking asking && asking.questionId() == id;
  }

  private static NccoFault fault(Question question, String reason) {
    return switch (question) {
      case Question.Keyed keyed -> NccoFault.at(keyed.actionIndex(), "input", "eventUrl", reason);
      case Question.Reached reached ->
          NccoFault.at(reached.actionIndex(), "notify", "eventUrl", reason);
      case Question.Answer _, Question.Replacement _, Question.Fallback _ -> NccoFault.of(reason);
    };
  }

  private ProgramState unanswered(Running at, long id, NccoFault fault, Turn turn) {
    boolean late = question(at, id, turn) instanceof Question.Fallback;
    turn.add(new Report(late ? fault.ofFallback() : fault));
    if (isReplacement(id, turn)) {
      Question question = turn.replacement;
      turn.replacementId = 0;
      turn.replacement = null;
      return fallback && !(question instanceof Question.Fallback)
          ? background(at, new Question.Fallback(question, fault.reason()), turn)
          : at.with(turn.track()); // what runs goes on
    }
    Asking asking = (Asking) at;
    Question question = asking.question();
    if (fallback && !(question instanceof Question.Fallback)) {
      return askFallback(asking, fault.reason(), turn);
    }
    hush(asking, turn);
    // Hung up without a word nobody knows whether to call again.
    return concernsAnswer(question) || !turn.hasNext() ? turn.fail() : turn.next();
  }

  /** What the caller hears meanwhile goes on. */
  private static ProgramState askFallback(Asking at, String reason, Turn turn) {
    Question question = new Question.Fallback(at.question(), reason);
    long id = turn.askFor(question);
    if (id == 0) {
      hush(at, turn);
      return turn.fail();
    }
    return new Asking(
        turn.track(),
        id,
        question,
        at.soundId(),
        at.sounding(),
        at.sounding() || !isDue(at.calmAtNs(), turn.nowNs) ? at.calmAtNs() : turn.nowNs,
        turn.nowNs + Turn.ANSWER_MAX_NS);
  }

  /** Without an answer to it there is nothing to go on with. */
  private static boolean concernsAnswer(Question question) {
    return question instanceof Question.Answer
        || question instanceof Question.Fallback fallback
            && fallback.of() instanceof Question.Answer;
  }

  static void hush(Asking at, Turn turn) {
    if (at.sounding()) {
      turn.add(new Hush());
    }
  }
}
