package org.convoke.ncco;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.convoke.ncco.ProgramEffect.Question;

/** A call in virtual time: runs a program and writes down what it does, in short words. */
final class TestCall {
  final ProgramMachine machine;
  final List<ProgramEffect> effects = new ArrayList<>();
  ProgramState state = ProgramMachine.start();

  /** Near the wrap of the clock, so that a comparison without subtraction shows. */
  long nowNs = Long.MAX_VALUE - 20_000_000_007L;

  /** Of the latest Play or Say, Ask and Entry. */
  long soundId;

  long questionId;
  long entryId;

  TestCall(boolean fallback) {
    machine = new ProgramMachine(fallback);
  }

  /** A call whose answer URL said this program; JSON with ' in place of ". */
  static TestCall running(String program) {
    TestCall call = new TestCall(true).feed(new ProgramInput.Begin());
    assertThat(call.did()).isEqualTo("ask answer");
    return call.reply(program);
  }

  TestCall feed(ProgramInput input) {
    ProgramStep step = machine.step(state, input, nowNs);
    state = step.next();
    for (ProgramEffect effect : step.effects()) {
      effects.add(effect);
      switch (effect) {
        case ProgramEffect.Play play -> soundId = play.id();
        case ProgramEffect.Say say -> soundId = say.id();
        case ProgramEffect.Ask ask -> questionId = ask.id();
        case ProgramEffect.Entry entry -> entryId = entry.id();
        default -> {}
      }
    }
    return this;
  }

  TestCall keys(String keys) {
    for (char key : keys.toCharArray()) {
      feed(new ProgramInput.Digit(key));
    }
    return this;
  }

  TestCall heard() {
    return feed(new ProgramInput.SoundEnded(soundId));
  }

  /** What somebody outside let the caller hear in place of the program's sound is over. */
  TestCall uncovered() {
    return feed(new ProgramInput.Uncovered(soundId));
  }

  /** The answer of a webhook; as of one that need not answer with a program. */
  TestCall reply(String body) {
    return switch (Ncco.parseReply(body.replace('\'', '"'))) {
      case Ncco program -> feed(new ProgramInput.Replied(questionId, program));
      case NccoFault fault -> feed(new ProgramInput.Faulty(questionId, fault));
    };
  }

  /** The answer to a key that was told. */
  TestCall answered(String body) {
    return feed(new ProgramInput.Answered((Ncco) Ncco.parseReply(body.replace('\'', '"'))));
  }

  TestCall fail() {
    return feed(new ProgramInput.Failed(questionId, "It did not answer."));
  }

  TestCall replace(String program) {
    return feed(new ProgramInput.Replace(NccoTest.program(program)));
  }

  TestCall joined() {
    return feed(new ProgramInput.Joined(entryId));
  }

  /** Lets time pass and wakes the program whenever it wants to be woken. */
  TestCall after(long millis) {
    long endNs = nowNs + millis * 1_000_000;
    while (ProgramState.isDue(state.wakeAtNs(), endNs)) {
      long wakeNs = state.wakeAtNs();
      nowNs = wakeNs - nowNs > 0 ? wakeNs : nowNs;
      feed(new ProgramInput.Tick());
    }
    nowNs = endNs;
    return this;
  }

  /** What was done since the last call, as words. */
  String did() {
    List<String> words = effects.stream().map(TestCall::words).toList();
    effects.clear();
    return String.join(", ", words);
  }

  private static String words(ProgramEffect effect) {
    return switch (effect) {
      case ProgramEffect.Play play ->
          switch (play.sound()) {
            case NccoAction.Talk talk -> "talk " + talk.text();
            case NccoAction.Stream stream -> "stream " + stream.url();
          };
      case ProgramEffect.Say say -> "say " + say.sentence();
      case ProgramEffect.PlayMusic music -> "music " + music.url();
      case ProgramEffect.Hush _ -> "hush";
      case ProgramEffect.Ask ask -> "ask " + words(ask.question());
      case ProgramEffect.Tell tell ->
          "tell " + tell.key() + (tell.webhook() == null ? "" : " " + tell.webhook().url());
      case ProgramEffect.Enter enter -> "enter " + enter.conversation().room();
      case ProgramEffect.EnterLive live -> live.follows() ? "follow" : "enter live";
      case ProgramEffect.Leave _ -> "leave";
      case ProgramEffect.Report report ->
          "report %d %s %s"
              .formatted(
                  report.fault().actionIndex(), report.fault().action(), report.fault().field());
      case ProgramEffect.Transferred by -> "transferred by " + by.by();
      case ProgramEffect.HangUp end -> "hang up " + end.cause();
    };
  }

  private static String words(Question question) {
    return switch (question) {
      case Question.Answer _ -> "answer";
      case Question.Replacement by -> "for " + by.url();
      case Question.Keyed keyed ->
          "keyed '" + keyed.digits() + "'" + (keyed.timedOut() ? " late" : "");
      case Question.Reached reached -> "reached " + reached.action().payload();
      case Question.Fallback fallback -> "fallback of " + words(fallback.of());
    };
  }
}
