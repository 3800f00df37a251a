package org.convoke.room;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.convoke.bus.Addresses;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.LegEvent;
import org.convoke.bus.LegReport;
import org.convoke.bus.LegSpeech;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.bus.SeatQuery;
import org.convoke.bus.SeatReply;
import org.convoke.clock.Clock;
import org.convoke.config.RoomsConfig;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;
import org.convoke.media.Media;
import org.convoke.store.Rooms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the live rooms, see the package. One instance. */
public final class RoomVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RoomVerticle.class);
  private static final long TICK_MS = 250;
  private static final long EXPIRE_MS = 30_000;

  private final RoomsConfig config;
  private final Clock clock;

  /** Rooms expire by it: people are not put out because the clock was set. */
  private final Clock steady;

  private final Media media;
  private final SettingsStore store;
  private final Map<RoomId, LiveRoom> live = new HashMap<>();
  private EffectHandler effects;
  private IdleRoomHandler idle;
  private long full;
  private volatile RoomReadings readings = RoomReadings.NONE;

  public RoomVerticle(RoomsConfig config, Clock clock, Media media, Rooms rooms) {
    this.config = config;
    this.clock = clock;
    this.steady = Clock.steady(clock);
    this.media = media;
    this.store = new SettingsStore(rooms);
  }

  @Override
  public Future<?> start() {
    Context here = vertx.getOrCreateContext();
    effects =
        new EffectHandler(
            vertx.eventBus(),
            media,
            store,
            (leg, report) -> here.runOnContext(_ -> measured(leg, report)));
    idle = new IdleRoomHandler(store, effects);
    vertx.eventBus().<RoomCommand>consumer(Addresses.ROOM, this::command);
    vertx.eventBus().<SeatQuery>consumer(Addresses.SEATS, this::find);
    vertx.eventBus().<LegEvent>consumer(Addresses.LEG_EVENTS, event -> leg(event.body()));
    vertx
        .eventBus()
        .<LegSpeech>consumer(Addresses.LEG_SPEECH, it -> it.body().events().forEach(this::leg));
    vertx.setPeriodic(
        TICK_MS,
        _ -> {
          List.copyOf(live.keySet()).forEach(id -> turn(id, room -> room.tick(now()), null));
          read();
        });
    vertx.setPeriodic(EXPIRE_MS, _ -> expire());
    return Future.succeededFuture();
  }

  /** How the rooms are; any thread. */
  public RoomReadings readings() {
    return readings;
  }

  private void read() {
    int joined = 0;
    int seats = 0;
    for (LiveRoom room : live.values()) {
      joined += room.joined();
      seats += room.seats();
    }
    readings = new RoomReadings(live.size(), joined, seats - joined, full);
  }

  /** The calls have ended by now; a room that is live all the same gets its end. */
  @Override
  public Future<?> stop() {
    for (RoomId id : List.copyOf(live.keySet())) {
      end(id, "bridge_stopped");
    }
    return Future.succeededFuture();
  }

  // --- commands

  private void command(Message<RoomCommand> message) {
    RoomCommand command = message.body();
    RoomId id = command.room();
    switch (command) {
      case RoomCommand.Claim claim when !live.containsKey(id) -> open(claim, message);
      case RoomCommand.SettingsChanged _ -> settingsChanged(id, message);
      case RoomCommand.Lock lock when !live.containsKey(id) ->
          answerIdle(message, idle.lock(lock, live::containsKey, now()));
      case RoomCommand.MuteAll mute when !live.containsKey(id) ->
          answerIdle(message, idle.muteAll(mute, live::containsKey, now()));
      case RoomCommand.Snapshot _ when !live.containsKey(id) -> message.reply(idle.roster(id));
      case RoomCommand.End _ when !live.containsKey(id) -> message.reply(new RoomReply.Done(false));
      case RoomCommand.Merge merge -> {
        giveUpElsewhere(merge);
        orUnknown(merge, message);
      }
      case RoomCommand.Claim _,
          RoomCommand.Lock _,
          RoomCommand.MuteAll _,
          RoomCommand.Snapshot _,
          RoomCommand.End _,
          RoomCommand.Leave _,
          RoomCommand.Mute _,
          RoomCommand.Hold _,
          RoomCommand.Earmuff _,
          RoomCommand.Volume _,
          RoomCommand.ListenVolume _,
          RoomCommand.SetRole _,
          RoomCommand.Rename _,
          RoomCommand.RaiseHand _,
          RoomCommand.Reseat _,
          RoomCommand.Away _,
          RoomCommand.Unmerge _,
          RoomCommand.Say _,
          RoomCommand.Admit _,
          RoomCommand.Remove _ ->
          orUnknown(command, message);
    }
  }

  private void find(Message<SeatQuery> message) {
    switch (message.body()) {
      case SeatQuery.Find(LegId leg) -> {
        RoomId id = effects.roomOf(leg);
        LiveRoom room = id == null ? null : live.get(id);
        RoomReply.Member member = room == null ? null : room.member(leg);
        message.reply(member == null ? new SeatReply.Nowhere() : new SeatReply.At(id, member));
      }
    }
  }

  private void orUnknown(RoomCommand command, Message<RoomCommand> message) {
    if (live.containsKey(command.room())) {
      turn(command.room(), room -> room.handle(command, now()), message);
    } else {
      message.reply(new RoomReply.Unknown());
    }
  }

  private void answerIdle(Message<RoomCommand> message, Future<Optional<RoomReply>> reply) {
    reply.onSuccess(answer -> {
      if (answer.isPresent()) {
        message.reply(answer.get());
      } else {
        command(message); // it became live meanwhile
      }
    });
  }

  /** The phone of a merge may sit in another room; it can be in one only. */
  private void giveUpElsewhere(RoomCommand.Merge merge) {
    RoomId where = effects.roomOf(merge.leg());
    LiveRoom room = live.get(merge.room());
    if (where != null
        && !where.equals(merge.room())
        && room != null
        && room.has(merge.participant())) {
      turn(where, other -> other.gone(merge.leg(), "merged", now()), null);
    }
  }

  /** A leg that took a seat here leaves the room where it was: it moved. */
  private void giveUpElsewhere(RoomId here, Turn turn) {
    for (Effect effect : turn.effects) {
      if (effect instanceof Effect.Took(LegId leg)) {
        RoomId where = effects.roomOf(leg);
        if (where != null && !where.equals(here)) {
          turn(where, other -> other.gone(leg, "moved", now()), null);
        }
      }
    }
  }

  /** The first claim makes a room live, once its settings are read. */
  private void open(RoomCommand.Claim claim, Message<RoomCommand> message) {
    RoomId id = claim.room();
    store
        .find(id, clock.nowNs())
        .onFailure(failure -> {
          LOG.warn("room {} cannot be read: {}", id, failure.toString());
          message.reply(new RoomReply.Refused("unavailable"));
        })
        .onSuccess(found -> {
          if (found.isEmpty() || found.get().deletedAt() != null) {
            message.reply(new RoomReply.Refused("closed"));
            return;
          }
          Rooms.Room room = found.get();
          // Another claim may have been faster.
          live.computeIfAbsent(
              id,
              _ -> new LiveRoom(id, RoomSettings.of(room, config), room.locked(), room.muted()));
          turn(id, it -> it.handle(claim, now()), message);
        });
  }

  private void settingsChanged(RoomId id, Message<RoomCommand> message) {
    store
        .find(id, clock.nowNs())
        .onComplete(outcome -> {
          Optional<Rooms.Room> room = outcome.succeeded() ? outcome.result() : Optional.empty();
          boolean gone = outcome.succeeded() && (room.isEmpty() || room.get().deletedAt() != null);
          if (gone) {
            end(id, "deleted");
          } else if (live.containsKey(id) && room.isPresent()) {
            RoomSettings settings = RoomSettings.of(room.get(), config);
            turn(id, it -> it.settings(settings, now()), message);
            return;
          }
          message.reply(new RoomReply.Done(gone));
        });
  }

  private void end(RoomId id, String reason) {
    if (live.containsKey(id)) {
      turn(
          id,
          room -> room.handle(new RoomCommand.End(id, reason, RoomCommand.Actor.API), now()),
          null);
    }
  }

  private void expire() {
    store.retry(clock.nowNs());
    Instant now = steady.now();
    int days = config.visitKeepDays();
    store
        .expire(now, days == 0 ? Instant.EPOCH : now.minus(days, ChronoUnit.DAYS))
        .onSuccess(gone -> {
          for (RoomId id : gone) {
            end(id, "expired");
            Map<String, Object> data = Map.of("reason", "expired");
            effects.tell(Fact.of(EventType.ROOM_DELETED, clock.now(), id, null, null, data));
          }
        });
  }

  // --- from the media plane

  private void leg(LegEvent event) {
    RoomId id = effects.roomOf(event.leg());
    if (id == null) {
      return;
    }
    switch (event) {
      case LegEvent.SpeakingChanged speech ->
          turn(id, room -> room.heard(speech.leg(), speech.speaking(), now()), null);
      case LegEvent.LegClosed closed ->
          turn(id, room -> room.gone(closed.leg(), "leg_closed", now()), null);
      case LegEvent.Level level -> {
        LiveRoom room = live.get(id);
        if (room != null) {
          room.level(level.leg(), level.dbov());
        }
      }
      // Keys and playbacks are the dialogue's; calls without media end by their own verticles.
      case LegEvent.DigitPressed _, LegEvent.PlaybackEnded _, LegEvent.Line _ -> {}
    }
  }

  private void measured(LegId leg, LegReport report) {
    RoomId id = effects.roomOf(leg);
    if (id != null) {
      turn(id, room -> room.measured(leg, report, now()), null);
    }
  }

  // --- one turn of one room

  /** Decides in a room and acts; {@code asked} is null where nobody waits for a reply. */
  private void turn(RoomId id, Function<LiveRoom, Turn> decide, Message<RoomCommand> asked) {
    LiveRoom room = live.get(id);
    if (room == null) {
      return;
    }
    Turn turn;
    try {
      turn = decide.apply(room);
    } catch (RuntimeException failure) {
      LOG.error("room {} failed and is ended", id, failure);
      turn = lastTurn(id, room);
      turn.reply = new RoomReply.Refused("unavailable");
    }
    giveUpElsewhere(id, turn);
    Future<Void> kept = effects.perform(id, turn);
    RoomReply reply = turn.reply == null ? new RoomReply.Done(false) : turn.reply;
    full += reply instanceof RoomReply.Refused(String why) && why.equals("full") ? 1 : 0;
    if (kept.isComplete()) {
      answer(asked, reply);
      effects.publish(turn);
    } else {
      // A lock is answered when it is stored, so that who asks the database next finds it.
      effects.publish(turn);
      kept.onComplete(_ -> answer(asked, reply));
    }
    if (room.isEmpty()) {
      live.remove(id, room);
    }
  }

  private static void answer(Message<RoomCommand> asked, RoomReply reply) {
    if (asked != null) {
      asked.reply(reply);
    }
  }

  /** The end of a room whose code failed: in order if it still can, else by leg. */
  private Turn lastTurn(RoomId id, LiveRoom room) {
    live.remove(id);
    try {
      return room.handle(new RoomCommand.End(id, "failed", RoomCommand.Actor.API), now());
    } catch (RuntimeException failure) {
      LOG.error("room {} cannot be ended in order", id, failure);
      Turn turn = new Turn(now());
      for (LegId leg : effects.legsOf(id)) {
        turn.add(new Effect.Unmix(leg));
        turn.add(new Effect.Gave(leg));
      }
      turn.tell(EventType.ROOM_ENDED, Map.of("reason", "failed", "duration_ms", 0));
      turn.publish(room.failed());
      return turn;
    }
  }

  private Moment now() {
    return new Moment(clock.nowNs(), clock.now());
  }
}
