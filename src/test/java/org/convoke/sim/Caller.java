package org.convoke.sim;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.convoke.id.ApplicationId;
import org.convoke.id.Pin;
import org.convoke.store.Rooms.Room;

/** Somebody with a phone: what he dials, what he keys, how clumsily, and how he goes. */
final class Caller implements Phone.User {
  private static final String[] KEYS = {"*6", "*1", "*3", "*5", "*2", "*8", "*", "7", "**123456"};
  private static final String[] HOST_KEYS = {"*4", "*7", "*#", "*0", "*0*0", "*6"};

  private final World world;
  private final Supplier<Node> node;
  private final Shelf shelf;
  private final Pin code;
  private final Room room;
  private final boolean host;
  private final double clumsy;
  private final boolean guesses;
  private final boolean byInfo;
  private final Map<String, Long> accepted;
  private final Phone phone;
  private int keyed;
  private boolean inside;

  Caller(
      World world,
      Network network,
      Supplier<Node> node,
      Shelf shelf,
      List<Room> rooms,
      int line,
      Map<String, Long> accepted) {
    this(world, network, node, shelf, rooms, line, accepted, null);
  }

  /** {@code code} by which the phone becomes a browser's sound; null: he keys a PIN. */
  Caller(
      World world,
      Network network,
      Supplier<Node> node,
      Shelf shelf,
      List<Room> rooms,
      int line,
      Map<String, Long> accepted,
      Pin code) {
    this.code = code;
    this.world = world;
    this.node = node;
    this.shelf = shelf;
    this.accepted = accepted;
    room = rooms.get(world.below(rooms.size()));
    host = world.chance(0.25);
    clumsy = world.chance(0.85) ? 0.01 : 0.3;
    guesses = world.chance(0.08);
    byInfo = world.chance(0.1);
    String source = Shelf.SOURCES[world.below(Shelf.SOURCES.length)];
    Phone.Kind kind =
        new Phone.Kind(world.chance(0.2), world.chance(0.1), world.chance(0.5), world.chance(0.95));
    phone = new Phone(world, network, shelf.ears, kind, line, source, dialled(), this);
    phone.keysTo(this::keyArrives);
  }

  private void keyArrives(InetSocketAddress from, int port, char digit) {
    Node now = node.get();
    if (now != null && !now.isDead()) {
      now.media.keyed(from, port, digit);
    }
  }

  private String dialled() {
    if (code != null) {
      return MemoryPins.NUMBER;
    }
    double what = world.between(0, 1);
    if (what < 0.08) {
      return room.id().value();
    }
    if (what < 0.18) {
      List<ApplicationId> programs =
          shelf.programs.keySet().stream()
              .sorted((a, b) -> a.value().compareTo(b.value()))
              .toList();
      return programs.get(world.below(programs.size())).value();
    }
    return what < 0.2 ? "no-such-number" : MemoryPins.NUMBER;
  }

  void call() {
    phone.call();
    if (world.chance(0.1)) {
      // Changes his mind, maybe before anybody answers.
      world.afterMs(world.between(0, 4_000), phone::hangUp);
    }
  }

  @Override
  public void answered() {
    accepted.put(phone.number, world.nowNs());
    double stayMs = world.chance(0.3) ? world.between(0, 20_000) : world.between(5_000, 240_000);
    double how = world.between(0, 1);
    if (how < 0.75) {
      world.afterMs(stayMs, phone::hangUp);
    } else if (how < 0.9) {
      world.afterMs(stayMs, phone::vanish);
    } else {
      world.afterMs(stayMs, phone::fallSilent);
      world.afterMs(stayMs + 200_000, phone::hangUp);
    }
    if (world.chance(0.1)) {
      world.afterMs(world.between(1_000, 60_000), () -> phone.hold(true));
      world.afterMs(world.between(60_000, 90_000), () -> phone.hold(false));
    }
    for (double ms = world.between(15_000, 60_000);
        ms < stayMs;
        ms += world.between(2_000, 60_000)) {
      world.afterMs(ms, this::plays);
    }
  }

  private void plays() {
    String[] from = host ? HOST_KEYS : KEYS;
    if (inside) {
      keys(from[world.below(from.length)], 0);
    }
  }

  @Override
  public void ended(int code) {
    world.trace("phone " + phone.number + " is done: " + code);
  }

  @Override
  public void hears(String words) {
    if (words.contains("enter-pin")) {
      keyed++;
      int time = keyed;
      world.afterMs(
          world.between(300, 4_000),
          () -> {
            if (time == keyed) {
              keys(pin(), 0);
            }
          });
    } else {
      inside |= words.contains("admitted") || words.contains("here") || words.contains("first");
    }
  }

  private String pin() {
    if (code != null) {
      return "*" + code.digits();
    }
    if (guesses) {
      return String.format("%04d", world.below(10_000));
    }
    // Most were told of new PINs.
    Room told = world.chance(0.9) ? shelf.rooms.rooms.get(room.id()) : room;
    Pin right = host && told.hostPin() != null ? told.hostPin() : told.pin();
    StringBuilder keys = new StringBuilder(right.digits());
    for (int i = 0; i < keys.length(); i++) {
      if (world.chance(clumsy)) {
        keys.setCharAt(i, (char) ('0' + world.below(10)));
      }
    }
    if (world.chance(clumsy)) {
      keys.setLength(world.below(4));
    }
    return world.chance(0.3) ? keys + "#" : keys.toString();
  }

  private void keys(String keys, int from) {
    if (from >= keys.length() || phone.isOver()) {
      return;
    }
    if (byInfo) {
      phone.keyByInfo(keys.charAt(from));
    } else {
      phone.key(keys.charAt(from));
    }
    world.afterMs(world.between(150, 500), () -> keys(keys, from + 1));
  }

  /** The evening is over. */
  void goHome() {
    phone.hangUp();
  }

  boolean isGone() {
    return phone.isOver();
  }
}
