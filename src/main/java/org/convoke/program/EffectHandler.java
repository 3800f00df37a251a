package org.convoke.program;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.convoke.bus.Addresses;
import org.convoke.bus.CallCommand;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;
import org.convoke.id.RoomId;
import org.convoke.ncco.Ncco;
import org.convoke.ncco.NccoAction;
import org.convoke.ncco.NccoFault;
import org.convoke.ncco.Parsed;
import org.convoke.ncco.ProgramEffect;
import org.convoke.ncco.ProgramEffect.Question;
import org.convoke.ncco.ProgramInput;
import org.convoke.ncco.ProgramState;
import org.convoke.program.WebhookGateway.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what a program wants done. */
final class EffectHandler {
  private static final Logger LOG = LoggerFactory.getLogger(EffectHandler.class);

  private static final String TRANSFERRED = "transferred";

  /** All of the room go, and nobody's going ends it for the others. */
  private static final String ALL_TRANSFERRED = "conversation_transferred";

  /** Keys that wait to be told of one call; a server that is slower loses some. */
  private static final int TELLS_MAX = 32;

  private final EventBus bus;
  private final Clock clock;
  private final SoundHandler sounds;
  private final SeatHandler seats;
  private final WebhookGateway webhooks;

  /** Of what no call waits for. */
  private final WebhookGateway tellers;

  private final Supplier<String> publicUrl;
  private final Supplier<Collection<ProgramCall>> calls;
  private final BiConsumer<ProgramCall, ProgramInput> feed;

  EffectHandler(
      EventBus bus,
      Clock clock,
      SoundHandler sounds,
      SeatHandler seats,
      WebhookGateway webhooks,
      WebhookGateway tellers,
      Supplier<String> publicUrl,
      Supplier<Collection<ProgramCall>> calls,
      BiConsumer<ProgramCall, ProgramInput> feed) {
    this.bus = bus;
    this.clock = clock;
    this.sounds = sounds;
    this.seats = seats;
    this.webhooks = webhooks;
    this.tellers = tellers;
    this.publicUrl = publicUrl;
    this.calls = calls;
    this.feed = feed;
  }

  /** What one step wants, in its order. */
  void perform(ProgramCall who, List<ProgramEffect> all) {
    RoomId left = isOfAll(all) ? who.room : null;
    for (ProgramEffect effect : all) {
      perform(who, effect, left);
    }
  }

  /** Whether it goes from one conversation to another by transfer: all who are there do. */
  private static boolean isOfAll(List<ProgramEffect> all) {
    return all.stream().anyMatch(ProgramEffect.Leave.class::isInstance)
        && all.stream().anyMatch(ProgramEffect.EnterLive.class::isInstance);
  }

  private void perform(ProgramCall who, ProgramEffect effect, RoomId left) {
    switch (effect) {
      case ProgramEffect.Play play -> sounds.play(who, play.id(), play.sound());
      case ProgramEffect.Say say -> sounds.say(who, say.id(), say.sentence());
      case ProgramEffect.PlayMusic music -> music(who, music.url());
      case ProgramEffect.Hush _ -> sounds.hush(who);
      case ProgramEffect.Ask ask -> ask(who, ask.id(), ask.question());
      case ProgramEffect.Tell tell -> tell(who, tell);
      case ProgramEffect.Entry entry -> enter(who, entry, left);
      case ProgramEffect.Leave _ -> seats.leave(who, left == null ? TRANSFERRED : ALL_TRANSFERRED);
      case ProgramEffect.Report report ->
          factInTurn(EventType.CALL_ERROR, who, ProgramFacts.error(report.fault()));
      case ProgramEffect.Transferred transferred ->
          inTurn(who, () -> transferred(who, transferred.by()));
      case ProgramEffect.HangUp end ->
          bus.send(Addresses.CALL, new CallCommand.HangUp(who.call, end.cause()));
    }
  }

  // --- the application's server

  private void ask(ProgramCall who, long id, Question question) {
    Exchange exchange = Questions.exchange(who, question, publicUrl.get() + "/vonage", clock.now());
    if (exchange == null) {
      feed.accept(who, new ProgramInput.Failed(id, "The application has no URL for that."));
      return;
    }
    webhooks
        .ask(who.application, exchange, () -> !who.ended)
        .onSuccess(outcome -> feed.accept(who, input(id, question, outcome)));
  }

  private static ProgramInput input(long id, Question question, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed failed -> new ProgramInput.Failed(id, failed.reason());
      case Outcome.Answered answered ->
          switch (parsed(question, answered.body())) {
            case Ncco program -> new ProgramInput.Replied(id, program);
            case NccoFault fault -> new ProgramInput.Faulty(id, fault);
          };
    };
  }

  private static Parsed parsed(Question question, String body) {
    return switch (question) {
      case Question.Answer _, Question.Replacement _, Question.Fallback _ -> Ncco.parse(body);
      case Question.Keyed _, Question.Reached _ -> Ncco.parseReply(body);
    };
  }

  private void tell(ProgramCall who, ProgramEffect.Tell tell) {
    if (who.lastKey != null) {
      fact(EventType.DTMF_RECEIVED, who, ProgramFacts.key(who.lastKey));
    }
    Exchange exchange = Questions.key(who, tell.webhook(), tell.key(), clock.now());
    if (exchange == null) {
      return;
    }
    if (who.tellsPending >= TELLS_MAX) {
      if (!who.tellsDropped) {
        who.tellsDropped = true;
        LOG.warn("call {}: its application is too slow to be told each key", who.call);
      }
      return;
    }
    who.tellsPending++;
    who.tells =
        who.tells
            .transform(_ -> who.ended ? Future.succeededFuture() : told(who, exchange))
            .onComplete(_ -> who.tellsPending--);
  }

  /** A program in the answer counts, unless somebody else gave another meanwhile. */
  private Future<?> told(ProgramCall who, Exchange exchange) {
    int replaced = who.replaced;
    return tellers
        .ask(who.application, exchange, () -> !who.ended)
        .onSuccess(outcome -> {
          if (outcome instanceof Outcome.Answered answered && replaced == who.replaced) {
            switch (Ncco.parseReply(answered.body())) {
              case Ncco program -> feed.accept(who, new ProgramInput.Answered(program));
              case NccoFault fault ->
                  factInTurn(EventType.CALL_ERROR, who, ProgramFacts.error(fault));
            }
          }
        });
  }

  // --- the room

  /**
   * Into a room.
   *
   * @param left by him, and by all others who are in it once he has his place; or null
   */
  private void enter(ProgramCall who, ProgramEffect.Entry entry, RoomId left) {
    who.musicUrl =
        entry instanceof ProgramEffect.Enter enter ? enter.conversation().musicOnHoldUrl() : null;
    who.musicFailed = false;
    Future<RoomReply> answer = seats.enter(who, entry);
    if (entry instanceof ProgramEffect.EnterLive live && !live.follows() && left != null) {
      answer.onSuccess(reply -> {
        boolean seated = reply instanceof RoomReply.Joined || reply instanceof RoomReply.Waiting;
        if (seated && !left.equals(live.transfer().conversation())) {
          followers(who, left).forEach(one -> follow(one, live.transfer()));
        }
      });
    }
  }

  private void follow(ProgramCall who, NccoAction.Transfer transfer) {
    feed.accept(who, new ProgramInput.Follow(transfer));
  }

  private List<ProgramCall> followers(ProgramCall first, RoomId left) {
    return calls.get().stream()
        .filter(who -> who != first && left.equals(who.room))
        .filter(who -> who.applicationId.equals(first.applicationId))
        .toList();
  }

  /** Says to one who is in a room why another does not take him. */
  void tellRefused(ProgramCall who, String why) {
    if (who.state instanceof ProgramState.InRoom) {
      sounds.tellRefused(who, why);
    }
  }

  /** What was chosen for the room that he left is nothing of the next. */
  void forgetMusic(ProgramCall who) {
    if (who.aloneTurn != 0 && who.aloneTurn == who.soundTurn) {
      sounds.endMusic(who);
    }
    who.aloneTurn = 0;
    who.musicUrl = null;
    who.musicFailed = false;
  }

  // --- music for one who hears nobody

  /** Begins or ends the music of one who is in a room, as he hears others or not. */
  void aloneOrNot(ProgramCall who) {
    boolean wanted = (who.alone || who.heldByHost) && who.state instanceof ProgramState.InRoom;
    boolean playing = who.aloneTurn != 0 && who.aloneTurn == who.soundTurn;
    if (wanted && !playing) {
      music(who, who.musicUrl);
      who.aloneTurn = who.soundTurn;
    } else if (!wanted && playing) {
      sounds.endMusic(who);
      who.aloneTurn = 0;
    }
  }

  private void music(ProgramCall who, String url) {
    sounds.music(
        who,
        url,
        reason -> {
          if (!who.musicFailed) {
            who.musicFailed = true;
            NccoFault fault =
                NccoFault.at(who.state.actionIndex(), "conversation", "musicOnHoldUrl[0]", reason);
            factInTurn(EventType.CALL_ERROR, who, ProgramFacts.error(fault));
          }
        });
  }

  /** What somebody outside let him hear in place of music, if it was that, is over. */
  void musicAgain(ProgramCall who) {
    sounds.musicAgain(who);
  }

  /** After what the room has to tell of claims and leaves that were begun before. */
  private void factInTurn(String type, ProgramCall who, Map<String, Object> data) {
    inTurn(who, () -> fact(type, who, data));
  }

  private static void inTurn(ProgramCall who, Runnable tell) {
    who.seatWork =
        who.seatWork.transform(_ -> {
          tell.run();
          return Future.succeededFuture();
        });
  }

  private void transferred(ProgramCall who, String by) {
    fact(EventType.CALL_TRANSFERRED, who, ProgramFacts.transferred(by, who.roomLeft));
    who.roomLeft = null;
  }

  private void fact(String type, ProgramCall who, Map<String, Object> data) {
    bus.send(
        Addresses.FACTS, Fact.of(type, clock.now(), who.room, who.call, who.participant, data));
  }
}
