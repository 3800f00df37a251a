package org.convoke.ivr;

import static org.convoke.dialin.State.NEVER;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomReply;
import org.convoke.dialin.Phrase;
import org.convoke.dialin.PinDialogue;
import org.convoke.id.ParticipantId;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/** Does what a key sequence asks for, and answers the presser alone. */
final class KeyActionHandler {
  private static final int VOLUME_STEP_DB = 4;
  private static final long CONFIRM_NS = 5_000_000_000L;

  private final Vertx vertx;
  private final BusGateway bus;
  private final SeatHandler seats;
  private final Help help;
  private final BiConsumer<Conversation, List<Phrase>> tell;

  /** {@code tell} says phrases to a conversation. */
  KeyActionHandler(
      Vertx vertx,
      BusGateway bus,
      SeatHandler seats,
      Help help,
      BiConsumer<Conversation, List<Phrase>> tell) {
    this.vertx = vertx;
    this.bus = bus;
    this.seats = seats;
    this.help = help;
    this.tell = tell;
  }

  /** Completes when it was answered; never fails. */
  Future<Void> perform(Conversation who, KeyAction action, long nowNs) {
    if (!who.seated()) {
      return Future.succeededFuture();
    }
    RoomId room = who.room;
    ParticipantId me = who.participant;
    Actor actor = Actor.keypad(me);
    Future<String> answer =
        switch (action) {
          case VOLUME_DOWN -> volume(room, me, -VOLUME_STEP_DB, "volume-down");
          case VOLUME_UP -> volume(room, me, VOLUME_STEP_DB, "volume-up");
          case HELP -> {
            Future<RoomReply.Roster> roster = roster(room);
            yield roster.map(all -> say(who, help.phrases(isHost(all, me))));
          }
          case HEAD_COUNT -> roster(room).map(all -> headCount(who, all));
          case AUDIENCE_MUTE ->
              roster(room)
                  .compose(all ->
                      ask(
                          new RoomCommand.MuteAll(room, !all.allMuted(), actor),
                          all.allMuted() ? "audience-unmuted" : "audience-muted"));
          case LOCK ->
              roster(room)
                  .compose(all ->
                      ask(
                          new RoomCommand.Lock(room, !all.locked(), actor),
                          all.locked() ? "room-now-unlocked" : "room-now-locked"));
          case RAISE_HAND ->
              mine(
                  room,
                  me,
                  my ->
                      ask(
                          new RoomCommand.RaiseHand(room, me, !my.handRaised()),
                          my.handRaised() ? "hand-lowered" : "hand-raised"));
          case MUTE -> mine(room, me, my -> mute(room, my, actor));
          case ADMIT -> admit(who, room, actor);
          case END -> mine(room, me, my -> end(who, room, my, actor, nowNs));
          case INCOMPLETE_CODE -> Future.succeededFuture("wrong-pin");
        };
    return told(who, answer);
  }

  private Future<Void> told(Conversation who, Future<String> answer) {
    return answer
        .recover(_ -> Future.succeededFuture("system-busy"))
        .onSuccess(prompt -> {
          if (!prompt.isEmpty()) {
            tell.accept(who, List.of(new Phrase.Prompt(prompt)));
          }
        })
        .mapEmpty();
  }

  /** A code was keyed: who sits here becomes the sound of a browser's participant. */
  Future<Void> merge(Conversation who, Pin code) {
    if (!who.seated()) {
      return Future.succeededFuture();
    }
    Future<AdmissionAnswer> verdict = bus.checkCode(who, code, ++who.codes);
    who.codeVerdict = verdict;
    return told(
        who,
        verdict.compose(answer ->
            switch (answer) {
              case AdmissionAnswer.Merge yes ->
                  after(yes.delayMs())
                      .compose(_ -> seats.move(who, yes.room(), yes.participant()))
                      .map(done -> done ? "merged" : "wrong-pin");
              case AdmissionAnswer.Reject no -> after(no.delayMs()).map("wrong-pin");
              case AdmissionAnswer.AskPin _,
                  AdmissionAnswer.Admit _,
                  AdmissionAnswer.MergeCode _,
                  AdmissionAnswer.Pass _,
                  AdmissionAnswer.Run _,
                  AdmissionAnswer.NotFound _,
                  AdmissionAnswer.Unavailable _ ->
                  Future.succeededFuture("system-busy");
            }));
  }

  private Future<?> after(long delayMs) {
    return delayMs == 0 ? Future.succeededFuture() : vertx.timer(delayMs, TimeUnit.MILLISECONDS);
  }

  private Future<String> volume(RoomId room, ParticipantId me, int stepDb, String prompt) {
    return ask(new RoomCommand.ListenVolume(room, me, stepDb), prompt);
  }

  private Future<String> mute(RoomId room, RoomReply.Member my, Actor actor) {
    if (my.mutedByHost() || !my.role().speaks()) {
      return Future.succeededFuture("muted-until-host");
    }
    return ask(
        new RoomCommand.Mute(room, my.id(), !my.muted(), actor),
        my.muted() ? "now-unmuted" : "now-muted");
  }

  private Future<String> admit(Conversation who, RoomId room, Actor actor) {
    return bus.room(new RoomCommand.Admit(room, null, actor))
        .compose(reply ->
            reply instanceof RoomReply.Done(boolean changed) && changed
                ? roster(room).map(all -> headCount(who, all))
                : Future.succeededFuture(prompt(reply, "nobody-waiting")));
  }

  private Future<String> end(
      Conversation who, RoomId room, RoomReply.Member my, Actor actor, long nowNs) {
    if (my.role() != Role.HOST) {
      return Future.succeededFuture("not-a-host");
    }
    boolean confirmed = who.endUntilNs != NEVER && who.endUntilNs - nowNs > 0;
    who.endUntilNs = confirmed ? NEVER : nowNs + CONFIRM_NS;
    return confirmed
        ? ask(new RoomCommand.End(room, "ended_by_host", actor), "")
        : Future.succeededFuture("press-again-to-end");
  }

  private String headCount(Conversation who, RoomReply.Roster all) {
    long joined = all.members().stream().filter(one -> one.state().equals("joined")).count();
    return say(who, PinDialogue.headCount((int) Math.max(0, joined - 1), "nobody-else-here"));
  }

  /** Says it now; there is nothing more to say then. */
  private String say(Conversation who, List<Phrase> phrases) {
    tell.accept(who, phrases);
    return "";
  }

  private static boolean isHost(RoomReply.Roster all, ParticipantId me) {
    return all.members().stream().anyMatch(one -> one.id().equals(me) && one.role() == Role.HOST);
  }

  private Future<String> mine(
      RoomId room, ParticipantId me, Function<RoomReply.Member, Future<String>> then) {
    return roster(room)
        .compose(all ->
            all.members().stream()
                .filter(one -> one.id().equals(me))
                .findFirst()
                .map(then)
                .orElse(Future.succeededFuture("")));
  }

  private Future<String> ask(RoomCommand command, String done) {
    return bus.room(command).map(reply -> prompt(reply, done));
  }

  private static String prompt(RoomReply reply, String done) {
    return switch (reply) {
      case RoomReply.Done _ -> done;
      case RoomReply.Forbidden no ->
          switch (no.why()) {
            case "muted_by_host", "listener" -> "muted-until-host";
            default -> "not-a-host";
          };
      // The room ended meanwhile; its notice says what there is to say.
      case RoomReply.Unknown _,
          RoomReply.Joined _,
          RoomReply.Waiting _,
          RoomReply.Refused _,
          RoomReply.Roster _ ->
          "";
    };
  }

  private Future<RoomReply.Roster> roster(RoomId room) {
    return bus.room(new RoomCommand.Snapshot(room)).map(RoomReply.Roster.class::cast);
  }
}
