package org.convoke.room;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.convoke.bus.Addresses;
import org.convoke.bus.Fact;
import org.convoke.bus.LegReport;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;
import org.convoke.media.Media;
import org.convoke.media.Playback;

/** Does what rooms decided: tells the bus, moves legs by the media door, stores flags. */
final class EffectHandler {
  private final EventBus bus;
  private final Media media;
  private final SettingsStore store;
  private final BiConsumer<LegId, LegReport> measured;
  private final Map<LegId, RoomId> roomOfLeg = new HashMap<>();
  private long lastPlayback;

  /** {@code measured} is told of reports, on any thread. */
  EffectHandler(
      EventBus bus, Media media, SettingsStore store, BiConsumer<LegId, LegReport> measured) {
    this.bus = bus;
    this.media = media;
    this.store = store;
    this.measured = measured;
  }

  /** Where the leg has a place, or null. */
  RoomId roomOf(LegId leg) {
    return roomOfLeg.get(leg);
  }

  List<LegId> legsOf(RoomId room) {
    return roomOfLeg.entrySet().stream()
        .filter(one -> one.getValue().equals(room))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** All but what is told after the reply. Completes when what must be stored is stored. */
  Future<Void> perform(RoomId room, Turn turn) {
    Future<Void> kept = Future.succeededFuture();
    for (Effect effect : turn.effects) {
      kept = perform(room, effect, turn.now, kept);
    }
    return kept;
  }

  private Future<Void> perform(RoomId id, Effect effect, Moment now, Future<Void> kept) {
    switch (effect) {
      case Effect.Tell tell ->
          tell(Fact.of(tell.type(), now.at(), id, tell.call(), tell.participant(), tell.data()));
      case Effect.Join join -> media.join(join.leg(), id, join.settings());
      case Effect.Adjust adjust -> media.adjust(adjust.leg(), adjust.settings());
      case Effect.Unmix unmix -> media.leave(unmix.leg());
      case Effect.Announce announce ->
          media.announce(id, Playback.once(++lastPlayback, List.of(announce.sound())));
      case Effect.Measure(LegId leg) ->
          media
              .report(leg)
              .whenComplete((report, failure) -> {
                if (failure == null) {
                  measured.accept(leg, report);
                }
              });
      case Effect.Took took -> roomOfLeg.put(took.leg(), id);
      case Effect.Gave gave -> roomOfLeg.remove(gave.leg(), id);
      case Effect.Keep flags -> {
        return store.keep(id, flags.locked(), flags.muted(), now.ns());
      }
      case Effect.Notify _, Effect.Publish _ -> {} // after the reply
    }
    return kept;
  }

  /** Tells notices and changes. */
  void publish(Turn turn) {
    for (Effect effect : turn.effects) {
      switch (effect) {
        case Effect.Notify(var notice) -> bus.publish(Addresses.ROOM_NOTICES, notice);
        case Effect.Publish(var change) -> bus.publish(Addresses.ROOM_CHANGES, change);
        case Effect.Tell _,
            Effect.Join _,
            Effect.Adjust _,
            Effect.Unmix _,
            Effect.Announce _,
            Effect.Measure _,
            Effect.Took _,
            Effect.Gave _,
            Effect.Keep _ -> {} // done
      }
    }
  }

  void tell(Fact fact) {
    bus.send(Addresses.FACTS, fact);
  }
}
