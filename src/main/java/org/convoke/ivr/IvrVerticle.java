package org.convoke.ivr;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.CallReply;
import org.convoke.bus.EventType;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.LegEvent;
import org.convoke.bus.RoomNotice;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.config.PinConfig;
import org.convoke.dialin.Action;
import org.convoke.dialin.Input;
import org.convoke.dialin.Phrase;
import org.convoke.dialin.PinDialogue;
import org.convoke.dialin.Rules;
import org.convoke.dialin.State;
import org.convoke.dialin.Step;
import org.convoke.id.LegId;
import org.convoke.media.Media;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Talks to callers: one dialogue per call, see the package. */
public final class IvrVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(IvrVerticle.class);
  private static final int ANSWERS_MAX = 8;
  private static final long SECOND_NS = 1_000_000_000L;

  private final Config config;
  private final Clock clock;
  private final VoiceGateway voice;
  private final PinDialogue dialogue;
  private final Keypad keypad;
  private final Map<LegId, Conversation> conversations = new HashMap<>();
  private KeyActionHandler keyActions;
  private SeatHandler seats;
  private BusGateway bus;

  public IvrVerticle(Config config, Clock clock, Media media) {
    this.config = config;
    this.clock = clock;
    this.voice = new VoiceGateway(media, config.rooms().waitingSound().equals("music"));
    PinConfig pin = config.pin();
    this.dialogue =
        new PinDialogue(
            new Rules(
                pin.tries(),
                pin.firstDigitSeconds() * SECOND_NS,
                pin.interDigitSeconds() * SECOND_NS,
                pin.totalSeconds() * SECOND_NS));
    this.keypad = new Keypad(config.keypad());
  }

  @Override
  public Future<?> start() {
    bus = new BusGateway(vertx.eventBus(), clock);
    seats = new SeatHandler(bus, this::feed);
    keyActions =
        new KeyActionHandler(
            vertx,
            bus,
            seats,
            new Help(config.keypad()),
            (who, said) -> feed(who, new Input.Tell(said)));
    vertx.eventBus().consumer(Addresses.IVR, this::command);
    vertx.eventBus().<LegEvent>consumer(Addresses.LEG_EVENTS, event -> leg(event.body()));
    vertx.eventBus().<RoomNotice>consumer(Addresses.ROOM_NOTICES, it -> notice(it.body()));
    return Future.succeededFuture();
  }

  // --- from the sip verticle

  private void command(Message<IvrCommand> message) {
    switch (message.body()) {
      case IvrCommand.Begin begin -> begin(begin);
      case IvrCommand.End end ->
          end(end.leg(), end.reason()).onComplete(_ -> message.reply(new CallReply.Done()));
      case IvrCommand.HeldByPeer held -> held(conversations.get(held.leg()), held.held());
      case IvrCommand.Move move ->
          seats.move(conversations.get(move.leg()), move).onSuccess(message::reply);
    }
  }

  private void begin(IvrCommand.Begin begin) {
    String language = begin.language() == null ? config.rooms().language() : begin.language();
    Conversation who = new Conversation(begin, language);
    if (conversations.putIfAbsent(who.leg, who) != null) {
      LOG.warn("call {}: its leg is being talked to already", who.call);
      return;
    }
    feed(
        who,
        switch (begin.entry()) {
          case AdmissionAnswer.AskPin ask -> new Input.Ask(ask.pinLength());
          case AdmissionAnswer.Admit to ->
              new Input.GoTo(to.room(), to.role(), to.lobby(), to.delayMs());
          case AdmissionAnswer.Merge to ->
              new Input.Become(to.room(), to.participant(), to.delayMs());
          case AdmissionAnswer.MergeCode _,
              AdmissionAnswer.Pass _,
              AdmissionAnswer.Run _,
              AdmissionAnswer.Reject _,
              AdmissionAnswer.NotFound _,
              AdmissionAnswer.Unavailable _ ->
              new Input.CannotServe();
        });
  }

  /** The participant is out of the room when it completes. */
  private Future<?> end(LegId leg, String reason) {
    Conversation who = conversations.remove(leg);
    if (who == null) {
      return Future.succeededFuture();
    }
    who.ended = true;
    cancelTimer(who);
    // What a PIN came to is told before the call is told to be over.
    Future<?> code = who.codeVerdict;
    return who.verdict
        .transform(_ -> seats.giveUp(who, reason))
        .eventually(() -> code.otherwiseEmpty());
  }

  private void held(Conversation who, boolean held) {
    if (who != null) {
      who.heldByPeer = held;
      if (who.participant != null) {
        bus.hold(who);
      }
    }
  }

  // --- from the media plane

  private void leg(LegEvent event) {
    Conversation who = conversations.get(event.leg());
    if (who == null) {
      return;
    }
    switch (event) {
      case LegEvent.DigitPressed digit -> digit(who, digit);
      case LegEvent.PlaybackEnded ended -> {
        switch (who.playback.take(ended)) {
          case OVER -> said(who, ended.playbackId());
          case UNCOVERED -> {
            voice.again(who);
            said(who, who.playback.id());
          }
          case COVERED, OTHER -> {}
        }
      }
      case LegEvent.LegClosed _ -> end(event.leg(), "leg_closed");
      // The room tells who speaks; the sip verticle ends calls without media.
      case LegEvent.Voice _, LegEvent.Line _ -> {}
    }
  }

  /** What made way for somebody outside was said too, but only once that is over. */
  private void said(Conversation who, long playbackId) {
    if (who.saying != 0 && playbackId == who.saying) {
      who.saying = 0;
      feed(who, new Input.SaidAll());
    }
  }

  private void digit(Conversation who, LegEvent.DigitPressed digit) {
    if (!who.seated()) {
      feed(who, new Input.Digit(digit.digit()));
      return;
    }
    if (!keypad.isCode(who.keys)) {
      bus.fact(
          EventType.DTMF_RECEIVED,
          who,
          Map.of(
              "digit",
              String.valueOf(digit.digit()),
              "duration_ms",
              digit.durationMs(),
              "source",
              digit.source().name().toLowerCase(Locale.ROOT)));
    }
    Keypad.Pressed pressed = keypad.press(who.keys, digit.digit());
    who.keys = pressed.pending();
    who.keysUntilNs =
        who.keys.isEmpty() ? State.NEVER : clock.nowNs() + keypad.patienceNs(who.keys);
    if (pressed.known()) {
      feed(who, new Input.Digit(digit.digit()));
    }
    pressed.done().forEach(action -> perform(who, action));
    if (pressed.code() != null) {
      perform(who, () -> keyActions.merge(who, pressed.code()));
    }
    arm(who);
  }

  private void perform(Conversation who, KeyAction action) {
    perform(who, () -> keyActions.perform(who, action, clock.nowNs()));
  }

  private void perform(Conversation who, Supplier<Future<Void>> answer) {
    if (who.answersPending >= ANSWERS_MAX) {
      return;
    }
    who.answersPending++;
    who.answers = who.answers.transform(_ -> answer.get()).onComplete(_ -> who.answersPending--);
  }

  // --- from the room verticle

  private void notice(RoomNotice notice) {
    Conversation who = conversations.get(notice.leg());
    if (who == null) {
      return;
    }
    switch (notice) {
      case RoomNotice.Admitted in -> feed(who, new Input.LetIn(in.others(), in.muted()));
      case RoomNotice.Alone alone -> feed(who, new Input.Alone(alone.alone()));
      case RoomNotice.Held held -> feed(who, new Input.Held(held.held()));
      case RoomNotice.MutedByHost muted ->
          mention(who, muted.muted() ? "muted-by-host" : "unmuted-by-host");
      case RoomNotice.SomeoneWaits _ -> mention(who, "someone-waiting");
      case RoomNotice.Merged _ -> {} // to browsers
      case RoomNotice.Dismissed out -> feed(who, new Input.Dismissed(out.why()));
    }
  }

  private void mention(Conversation who, String prompt) {
    feed(who, new Input.Mention(List.of(new Phrase.Prompt(prompt))));
  }

  // --- the dialogue

  private void feed(Conversation who, Input input) {
    if (who.ended) {
      return;
    }
    try {
      Step step = dialogue.step(who.state, input, clock.nowNs());
      who.state = step.next();
      for (Action action : step.actions()) {
        act(who, action);
      }
      arm(who);
    } catch (RuntimeException failure) {
      LOG.error("call {}: the dialogue failed", who.call, failure);
      cancelTimer(who);
      bus.hangUp(who, "internal_error");
    }
  }

  private void act(Conversation who, Action action) {
    switch (action) {
      case Action.Say say -> voice.say(who, say.phrases());
      case Action.Play play -> voice.play(who, play.background());
      case Action.Hush _ -> voice.hush(who);
      case Action.Check check -> await(who, bus.check(who, check));
      case Action.CheckCode check -> await(who, bus.checkCode(who, check.code(), check.attempt()));
      case Action.Missed missed ->
          bus.fact(
              EventType.PIN_REJECTED,
              who,
              Map.of(
                  "attempt",
                  missed.attempt(),
                  "attempts_left",
                  missed.left(),
                  "why",
                  missed.why()));
      case Action.Claim claim -> seats.claim(who, claim);
      case Action.Merge merge -> seats.merge(who, merge);
      case Action.HangUp end -> bus.hangUp(who, end.cause());
    }
  }

  private void await(Conversation who, Future<AdmissionAnswer> verdict) {
    who.verdict = verdict.onSuccess(answer -> feed(who, answer(answer)));
  }

  private static Input answer(AdmissionAnswer answer) {
    return switch (answer) {
      case AdmissionAnswer.Admit yes ->
          new Input.Accepted(yes.room(), yes.role(), yes.lobby(), yes.delayMs());
      case AdmissionAnswer.Merge yes ->
          new Input.AcceptedCode(yes.room(), yes.participant(), yes.delayMs());
      case AdmissionAnswer.Reject no -> new Input.Rejected(no.delayMs());
      case AdmissionAnswer.AskPin _,
          AdmissionAnswer.MergeCode _,
          AdmissionAnswer.Pass _,
          AdmissionAnswer.Run _,
          AdmissionAnswer.NotFound _,
          AdmissionAnswer.Unavailable _ ->
          new Input.NoAnswer();
    };
  }

  // --- time

  /** One timer for the earliest of what the conversation waits for. */
  private void arm(Conversation who) {
    long atNs = State.earlier(who.state.wakeAtNs(), who.keysUntilNs);
    if (who.ended || atNs == who.timerAtNs && who.timer >= 0) {
      return;
    }
    cancelTimer(who);
    if (atNs != State.NEVER) {
      who.timerAtNs = atNs;
      long ms = Math.max(1, (atNs - clock.nowNs() + 999_999) / 1_000_000);
      who.timer = vertx.setTimer(ms, _ -> wake(who));
    }
  }

  private void wake(Conversation who) {
    who.timer = -1;
    who.timerAtNs = State.NEVER;
    if (State.isDue(who.keysUntilNs, clock.nowNs())) {
      KeyAction action = keypad.timeout(who.keys);
      who.keys = "";
      who.keysUntilNs = State.NEVER;
      if (action != null) {
        perform(who, action);
      }
    }
    feed(who, new Input.Tick());
  }

  private void cancelTimer(Conversation who) {
    if (who.timer >= 0) {
      vertx.cancelTimer(who.timer);
      who.timer = -1;
      who.timerAtNs = State.NEVER;
    }
  }
}
