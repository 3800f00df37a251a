package org.convoke.room;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.convoke.bus.Addresses;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.LegEvent;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;
import org.convoke.config.RoomsConfig;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;
import org.convoke.media.Media;
import org.convoke.media.Playback;
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
  private final Media media;
  private final SettingsStore store;
  private final Map<RoomId, LiveRoom> live = new HashMap<>();
  private final Map<LegId, RoomId> roomOfLeg = new HashMap<>();
  private long lastPlayback;

  public RoomVerticle(RoomsConfig config, Clock clock, Media media, Rooms rooms) {
    this.config = config;
    this.clock = clock;
    this.media = media;
    this.store = new SettingsStore(rooms);
  }

  @Override
  public Future<?> start() {
    vertx.eventBus().<RoomCommand>consumer(Addresses.ROOM, this::command);
    vertx.eventBus().<LegEvent>consumer(Addresses.LEG_EVENTS, event -> leg(event.body()));
    vertx.setPeriodic(
        TICK_MS,
        _ -> List.copyOf(live.keySet()).forEach(id -> turn(id, room -> room.tick(now()), null)));
    vertx.setPeriodic(EXPIRE_MS, _ -> expire());
    return Future.succeededFuture();
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
          keepAside(id, message, room -> withLock(room, lock.locked()));
      case RoomCommand.MuteAll mute when !live.containsKey(id) ->
          keepAside(id, message, room -> withMute(room, mute.muted()));
      case RoomCommand.Snapshot _ when !live.containsKey(id) ->
          message.reply(
              store
                  .last(id)
                  .map(room -> new RoomReply.Roster(false, room.locked(), room.muted(), List.of()))
                  .orElse(new RoomReply.Roster(false, false, false, List.of())));
      case RoomCommand.End _ when !live.containsKey(id) -> message.reply(new RoomReply.Done(false));
      case RoomCommand.Claim _,
          RoomCommand.Lock _,
          RoomCommand.MuteAll _,
          RoomCommand.Snapshot _,
          RoomCommand.End _,
          RoomCommand.Leave _,
          RoomCommand.Mute _,
          RoomCommand.Hold _,
          RoomCommand.Volume _,
          RoomCommand.ListenVolume _,
          RoomCommand.SetRole _,
          RoomCommand.Rename _,
          RoomCommand.RaiseHand _,
          RoomCommand.Reseat _,
          RoomCommand.Away _,
          RoomCommand.Merge _,
          RoomCommand.Unmerge _,
          RoomCommand.Say _,
          RoomCommand.Admit _,
          RoomCommand.Remove _ -> {
        if (live.containsKey(id)) {
          turn(id, room -> room.handle(command, now()), message);
        } else {
          message.reply(new RoomReply.Unknown());
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

  /** What a flag of a stored room shall be. */
  private record Flag(boolean locked, boolean muted, String type, Map<String, Object> data) {}

  private static Optional<Flag> withLock(Rooms.Room room, boolean locked) {
    String type = locked ? EventType.ROOM_LOCKED : EventType.ROOM_UNLOCKED;
    return room.locked() == locked
        ? Optional.empty()
        : Optional.of(new Flag(locked, room.muted(), type, Map.of()));
  }

  private static Optional<Flag> withMute(Rooms.Room room, boolean muted) {
    return room.muted() == muted
        ? Optional.empty()
        : Optional.of(new Flag(room.locked(), muted, EventType.ROOM_MUTED, Map.of("muted", muted)));
  }

  /** A flag of a room that is not live: stored, told, and valid when it becomes live. */
  private void keepAside(
      RoomId id, Message<RoomCommand> message, Function<Rooms.Room, Optional<Flag>> change) {
    store
        .find(id, clock.nowNs())
        .onFailure(_ -> message.reply(new RoomReply.Unknown()))
        .onSuccess(found -> {
          if (live.containsKey(id)) {
            command(message); // it became live meanwhile
            return;
          }
          if (found.isEmpty() || found.get().deletedAt() != null) {
            message.reply(new RoomReply.Unknown());
            return;
          }
          Optional<Flag> flag = change.apply(found.get());
          if (flag.isEmpty()) {
            message.reply(new RoomReply.Done(false));
            return;
          }
          Flag now = flag.get();
          send(Fact.of(now.type(), clock.now(), id, null, null, now.data()));
          store
              .keep(id, now.locked(), now.muted(), clock.nowNs())
              .onComplete(_ -> message.reply(new RoomReply.Done(true)));
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
    store
        .expire(clock.now())
        .onSuccess(gone -> {
          for (RoomId id : gone) {
            end(id, "expired");
            Map<String, Object> data = Map.of("reason", "expired");
            send(Fact.of(EventType.ROOM_DELETED, clock.now(), id, null, null, data));
          }
        });
  }

  // --- from the media plane

  private void leg(LegEvent event) {
    RoomId id = roomOfLeg.get(event.leg());
    if (id == null) {
      return;
    }
    switch (event) {
      case LegEvent.SpeakingChanged speech ->
          turn(id, room -> room.heard(speech.leg(), speech.speaking(), now()), null);
      case LegEvent.LegClosed closed -> turn(id, room -> room.closed(closed.leg(), now()), null);
      // Keys and playbacks are the dialogue's; calls without media end by the sip verticle.
      case LegEvent.DigitPressed _,
          LegEvent.Level _,
          LegEvent.Connected _,
          LegEvent.Disconnected _,
          LegEvent.PlaybackEnded _,
          LegEvent.MediaSilent _,
          LegEvent.MediaResumed _,
          LegEvent.MediaTimedOut _ -> {}
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
    Future<Void> kept = Future.succeededFuture();
    for (Effect effect : turn.effects) {
      kept = act(id, effect, turn.now, kept);
    }
    RoomReply reply = turn.reply == null ? new RoomReply.Done(false) : turn.reply;
    if (kept.isComplete()) {
      answer(asked, reply);
      publish(turn);
    } else {
      // A lock is answered when it is stored, so that who asks the database next finds it.
      publish(turn);
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

  private void publish(Turn turn) {
    for (Effect effect : turn.effects) {
      if (effect instanceof Effect.Notify(var notice)) {
        vertx.eventBus().publish(Addresses.ROOM_NOTICES, notice);
      }
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
      roomOfLeg.forEach((leg, where) -> {
        if (where.equals(id)) {
          turn.add(new Effect.Unmix(leg));
          turn.add(new Effect.Gave(leg));
        }
      });
      turn.tell(EventType.ROOM_ENDED, Map.of("reason", "failed", "duration_ms", 0));
      return turn;
    }
  }

  private Future<Void> act(RoomId id, Effect effect, Moment now, Future<Void> kept) {
    switch (effect) {
      case Effect.Tell tell ->
          send(Fact.of(tell.type(), now.at(), id, tell.call(), tell.participant(), tell.data()));
      case Effect.Join join -> media.join(join.leg(), id, join.settings());
      case Effect.Adjust adjust -> media.adjust(adjust.leg(), adjust.settings());
      case Effect.Unmix unmix -> media.leave(unmix.leg());
      case Effect.Announce announce ->
          media.announce(id, new Playback(++lastPlayback, List.of(announce.sound()), false));
      case Effect.Took took -> roomOfLeg.put(took.leg(), id);
      case Effect.Gave gave -> roomOfLeg.remove(gave.leg());
      case Effect.Keep flags -> {
        return store.keep(id, flags.locked(), flags.muted(), now.ns());
      }
      case Effect.Notify _ -> {} // after the reply
    }
    return kept;
  }

  private void send(Fact fact) {
    vertx.eventBus().send(Addresses.FACTS, fact);
  }

  private Moment now() {
    return new Moment(clock.nowNs(), clock.now());
  }
}
