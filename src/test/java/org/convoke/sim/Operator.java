package org.convoke.sim;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.convoke.bus.Addresses;
import org.convoke.bus.BusMessage;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.PinChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomReply;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.store.Rooms;
import org.convoke.store.Rooms.Access;
import org.convoke.store.Rooms.Room;

/** Makes the rooms, and does by the API to them and to those who are there whatever it can. */
final class Operator {
  private final World world;
  private final Supplier<Node> node;
  private final Shelf shelf;
  private final Watch watch;
  private final Random draw;
  private final Set<Pin> pins = new HashSet<>();
  final List<Room> rooms = new ArrayList<>();

  Operator(World world, Supplier<Node> node, Shelf shelf, Watch watch) {
    this.world = world;
    this.node = node;
    this.shelf = shelf;
    this.watch = watch;
    this.draw = world.random("pins");
    int count = 1 + world.below(4);
    for (int i = 0; i < count; i++) {
      Room room = made();
      rooms.add(room);
      shelf.rooms.rooms.put(room.id(), room);
    }
  }

  private Pin pin() {
    Pin pin;
    do {
      pin = new Pin(String.format("%04d", draw.nextInt(10_000)));
    } while (!pins.add(pin));
    return pin;
  }

  private Room made() {
    RoomId id = RoomId.random();
    return new Room(
        id,
        id.value(),
        "Room",
        pin(),
        world.chance(0.7) ? pin() : null,
        4,
        null,
        world.chance(0.2) ? 3 : null,
        world.chance(0.3),
        world.chance(0.3),
        Rooms.Announce.TONES,
        world.chance(0.2) ? Access.KNOCK : Access.OPEN,
        false,
        false,
        "en",
        null,
        new JsonObject(),
        false,
        null,
        null,
        Instant.EPOCH,
        Instant.EPOCH,
        null);
  }

  /** Acts again and again until then. */
  void work(long untilNs) {
    world.afterMs(
        world.between(200, 8_000),
        () -> {
          if (world.nowNs() < untilNs) {
            if (node.get() != null && node.get().isReady()) {
              act();
            }
            work(untilNs);
          }
        });
  }

  private void act() {
    RoomId id = rooms.get(world.below(rooms.size())).id();
    double what = world.between(0, 1);
    if (what < 0.02) {
      renewPins(id);
    } else if (what < 0.12) {
      send(new RoomCommand.Lock(id, world.chance(0.4), Actor.API));
    } else if (what < 0.18) {
      send(new RoomCommand.MuteAll(id, world.chance(0.5), Actor.API));
    } else if (what < 0.4) {
      send(new RoomCommand.Admit(id, null, Actor.API));
    } else if (what < 0.43) {
      send(new RoomCommand.End(id, "ended_by_api", Actor.API));
    } else if (what < 0.46) {
      send(new RoomCommand.SettingsChanged(id));
    } else {
      node.get()
          .<RoomReply>ask(Addresses.ROOM, new RoomCommand.Snapshot(id))
          .onSuccess(reply -> {
            if (reply instanceof RoomReply.Roster roster && !roster.members().isEmpty()) {
              one(id, roster.members().get(world.below(roster.members().size())));
            }
          });
    }
  }

  private void one(RoomId id, RoomReply.Member who) {
    double what = world.between(0, 1);
    if (what < 0.2) {
      send(new RoomCommand.Mute(id, who.id(), world.chance(0.6), Actor.API));
    } else if (what < 0.35) {
      send(new RoomCommand.Hold(id, who.id(), world.chance(0.5), false));
    } else if (what < 0.45) {
      send(new RoomCommand.Earmuff(id, who.id(), world.chance(0.5), Actor.API));
    } else if (what < 0.55) {
      send(new RoomCommand.SetRole(id, who.id(), Role.values()[world.below(3)], Actor.API));
    } else if (what < 0.65) {
      send(new RoomCommand.Remove(id, who.id(), Actor.API));
    } else if (what < 0.75) {
      send(new RoomCommand.Rename(id, who.id(), "Somebody", Actor.API));
    } else if (what < 0.85) {
      send(new RoomCommand.Admit(id, who.id(), Actor.API));
    } else {
      RoomId other = rooms.get(world.below(rooms.size())).id();
      node.get().ask(Addresses.IVR, new IvrCommand.Move(who.call(), who.leg(), other, Role.GUEST));
    }
  }

  private void renewPins(RoomId id) {
    Room old = shelf.rooms.rooms.get(id);
    if (!shelf.database.isWell()) {
      return;
    }
    watch.changes(old);
    Room now =
        new Room(
            id,
            old.slug(),
            old.name(),
            pin(),
            old.hostPin() == null ? null : pin(),
            4,
            null,
            old.maxParticipants(),
            old.endsWhenHostLeaves(),
            old.waitForHost(),
            old.announce(),
            old.access(),
            old.locked(),
            old.muted(),
            old.language(),
            null,
            old.metadata(),
            false,
            null,
            null,
            old.createdAt(),
            old.updatedAt(),
            null);
    shelf.rooms.rooms.put(id, now);
    rooms.replaceAll(room -> room.id().equals(id) ? now : room);
    node.get()
        .send(
            Addresses.PIN_CHANGES,
            new PinChange.RoomPins(id, null, now.pin(), now.hostPin(), null));
  }

  private void send(BusMessage command) {
    node.get().ask(Addresses.ROOM, command);
  }
}
