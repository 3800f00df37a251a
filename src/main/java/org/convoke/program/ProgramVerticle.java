package org.convoke.program;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.BusMessage;
import org.convoke.bus.CallCommand;
import org.convoke.bus.CallReply;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.LegEvent;
import org.convoke.bus.ProgramCommand;
import org.convoke.bus.RoomNotice;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.fetch.Fetcher;
import org.convoke.id.ApplicationId;
import org.convoke.id.LegId;
import org.convoke.media.Media;
import org.convoke.ncco.ProgramInput;
import org.convoke.ncco.ProgramMachine;
import org.convoke.ncco.ProgramState;
import org.convoke.ncco.ProgramStep;
import org.convoke.speech.Voice;
import org.convoke.store.Applications;
import org.convoke.store.Rooms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs applications' programs on calls: one machine per call, see the package. */
public final class ProgramVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramVerticle.class);
  private static final long COPY_MS = 15_000;

  /** Steps that one input may lead to at once; more is a defect of the machine. */
  private static final int STEPS_MAX = 1_000;

  /** Inputs, of which keys matter, that wait for the application to be read. */
  private static final int EARLY_MAX = 32;

  private final Config config;
  private final Clock clock;
  private final Media media;
  private final Applications applications;
  private final Rooms rooms;
  private final Fetcher fetcher;
  private final Voice voice;
  private final Supplier<String> publicUrl;
  private final Map<LegId, ProgramCall> calls = new HashMap<>();
  private ApplicationGateway apps;
  private CommandHandler commands;
  private SeatHandler seats;
  private EffectHandler effects;

  /**
   * The verticle.
   *
   * @param publicUrl where the bridge's API is reached from outside, without a slash at its end
   */
  public ProgramVerticle(
      Config config,
      Clock clock,
      Media media,
      Applications applications,
      Rooms rooms,
      Fetcher fetcher,
      Voice voice,
      Supplier<String> publicUrl) {
    this.config = config;
    this.clock = clock;
    this.media = media;
    this.applications = applications;
    this.rooms = rooms;
    this.fetcher = fetcher;
    this.voice = voice;
    this.publicUrl = publicUrl;
  }

  @Override
  public Future<?> start() {
    apps = new ApplicationGateway(context, applications);
    RoomGateway stored =
        new RoomGateway(
            context,
            fetcher,
            applications,
            rooms,
            clock,
            fact -> vertx.eventBus().send(Addresses.FACTS, fact));
    seats = new SeatHandler(vertx.eventBus(), clock, stored, this::feed);
    boolean music = config.rooms().waitingSound().equals("music");
    effects =
        new EffectHandler(
            vertx.eventBus(),
            clock,
            new SoundHandler(context, media, voice, music, this::feed),
            seats,
            new WebhookGateway(vertx, clock, fetcher),
            new WebhookGateway(vertx, clock, fetcher.apart()),
            publicUrl,
            calls::values,
            this::feed);
    commands = new CommandHandler(fetcher, seats, effects, this::feed, this::run);
    vertx.eventBus().consumer(Addresses.PROGRAM, this::message);
    vertx.eventBus().<LegEvent>consumer(Addresses.LEG_EVENTS, event -> leg(event.body()));
    vertx.eventBus().<RoomNotice>consumer(Addresses.ROOM_NOTICES, it -> notice(it.body()));
    vertx.setPeriodic(COPY_MS, _ -> apps.refresh());
    return apps.refresh();
  }

  // --- from those who own calls and those who steer them

  private void message(Message<BusMessage> message) {
    switch (message.body()) {
      case IvrCommand.Begin begin -> begin(begin);
      case IvrCommand.End end ->
          end(end.leg(), end.reason()).onComplete(_ -> message.reply(new CallReply.Done()));
      case IvrCommand.HeldByPeer held -> held(calls.get(held.leg()), held.held());
      case IvrCommand.Move move -> {
        ProgramCall who = calls.get(move.leg());
        (who == null
                ? Future.succeededFuture(new CallReply.Unknown())
                : commands.move(who, move.room(), move.role()))
            .onSuccess(message::reply);
      }
      case ProgramCommand command -> {
        ProgramCall who = byCall(command);
        message.reply(
            who == null || who.machine == null
                ? new CallReply.Unknown()
                : commands.perform(who, command));
      }
      default -> LOG.error("not for programs: {}", message.body().getClass().getSimpleName());
    }
  }

  private ProgramCall byCall(ProgramCommand command) {
    // Commands come by hand: they may cost a look at every call.
    return calls.values().stream()
        .filter(who -> who.call.equals(command.call()))
        .findFirst()
        .orElse(null);
  }

  private void begin(IvrCommand.Begin begin) {
    if (!(begin.entry() instanceof AdmissionAnswer.Run(ApplicationId application))) {
      LOG.error("call {}: leads to no application", begin.call());
      return;
    }
    ProgramCall who = new ProgramCall(begin, application);
    if (calls.putIfAbsent(who.leg, who) != null) {
      LOG.warn("call {}: a program runs on its leg already", who.call);
      return;
    }
    apps.find(application)
        .onSuccess(found -> {
          who.application = found.orElse(null);
          who.machine =
              new ProgramMachine(who.application != null && who.application.fallback() != null);
          who.inputs.addFirst(new ProgramInput.Begin());
          run(who);
        });
  }

  /** The participant is out of the room when it completes. */
  private Future<?> end(LegId leg, String reason) {
    ProgramCall who = calls.remove(leg);
    if (who == null) {
      return Future.succeededFuture();
    }
    who.ended = true;
    cancelTimer(who);
    return seats.leave(who, reason);
  }

  private void held(ProgramCall who, boolean held) {
    if (who != null) {
      who.heldByPeer = held;
      seats.hold(who);
    }
  }

  // --- from the media plane

  private void leg(LegEvent event) {
    ProgramCall who = calls.get(event.leg());
    if (who == null) {
      return;
    }
    switch (event) {
      case LegEvent.DigitPressed digit -> {
        who.lastKey = digit;
        feed(who, new ProgramInput.Digit(digit.digit()));
      }
      case LegEvent.PlaybackEnded ended -> ended(who, ended);
      case LegEvent.LegClosed _ -> end(event.leg(), "leg_closed");
      // The room tells who speaks; the sip verticle ends calls without media.
      case LegEvent.Voice _, LegEvent.Line _ -> {}
    }
  }

  private void ended(ProgramCall who, LegEvent.PlaybackEnded ended) {
    long uncovered = who.playback.id();
    switch (who.playback.take(ended)) {
      case OVER -> {
        if (SoundHandler.isOfMachine(ended.playbackId())) {
          feed(who, new ProgramInput.SoundEnded(ended.playbackId()));
        }
      }
      case UNCOVERED -> {
        effects.musicAgain(who);
        feed(who, new ProgramInput.Uncovered(uncovered));
      }
      case COVERED, OTHER -> {}
    }
  }

  // --- from the room verticle

  private void notice(RoomNotice notice) {
    ProgramCall who = calls.get(notice.leg());
    if (who == null) {
      return;
    }
    switch (notice) {
      case RoomNotice.Admitted in -> {
        who.alone = in.others() == 0;
        feed(who, new ProgramInput.LetIn());
      }
      case RoomNotice.Alone alone -> {
        who.alone = alone.alone();
        effects.aloneOrNot(who);
      }
      case RoomNotice.Held held -> {
        who.heldByHost = held.held();
        effects.aloneOrNot(who);
      }
      case RoomNotice.Dismissed out -> {
        if (notice.participant().equals(who.participant)) {
          seats.forget(who);
          feed(who, new ProgramInput.Dismissed(out.why()));
        }
      }
      // Whoever runs the program decides what its callers are told, and by what keys.
      case RoomNotice.MutedByHost _, RoomNotice.SomeoneWaits _, RoomNotice.Merged _ -> {}
    }
  }

  // --- the program

  private void feed(ProgramCall who, ProgramInput input) {
    if (who.machine == null && who.inputs.size() >= EARLY_MAX) {
      return;
    }
    who.inputs.add(input);
    run(who);
  }

  private void run(ProgramCall who) {
    if (who.ended || who.machine == null || who.stepping || who.moving) {
      return;
    }
    who.stepping = true;
    try {
      for (int i = 0; !who.inputs.isEmpty() && !who.ended; i++) {
        if (i == STEPS_MAX) {
          throw new IllegalStateException("the program does not come to rest");
        }
        step(who, who.inputs.remove());
      }
      effects.aloneOrNot(who);
      arm(who);
    } catch (RuntimeException failure) {
      broken(who, failure);
    } finally {
      who.stepping = false;
    }
  }

  private void step(ProgramCall who, ProgramInput input) {
    ProgramStep step = who.machine.step(who.state, input, clock.nowNs());
    who.state = step.next();
    effects.perform(who, step.effects());
  }

  /** A defect costs one call, never the others. */
  private void broken(ProgramCall who, RuntimeException failure) {
    LOG.error("call {}: the program failed", who.call, failure);
    who.inputs.clear();
    who.state = new ProgramState.Over();
    cancelTimer(who);
    vertx.eventBus().send(Addresses.CALL, new CallCommand.HangUp(who.call, "internal_error"));
  }

  // --- time

  private void arm(ProgramCall who) {
    long atNs = who.state.wakeAtNs();
    if (who.ended || atNs == who.timerAtNs && who.timer >= 0) {
      return;
    }
    cancelTimer(who);
    if (atNs != ProgramState.NEVER) {
      who.timerAtNs = atNs;
      long ms = Math.max(1, (atNs - clock.nowNs() + 999_999) / 1_000_000);
      who.timer =
          vertx.setTimer(
              ms,
              _ -> {
                who.timer = -1;
                who.timerAtNs = ProgramState.NEVER;
                feed(who, new ProgramInput.Tick());
              });
    }
  }

  private void cancelTimer(ProgramCall who) {
    if (who.timer >= 0) {
      vertx.cancelTimer(who.timer);
      who.timer = -1;
      who.timerAtNs = ProgramState.NEVER;
    }
  }
}
