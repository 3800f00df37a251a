package org.convoke.pin;

import java.util.ArrayList;
import java.util.List;
import org.convoke.bus.PinChange;
import org.convoke.clock.Clock;
import org.convoke.id.ApplicationId;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.store.Numbers.Lead;
import org.convoke.store.PinLookup;
import org.convoke.store.PinLookup.Held;
import org.convoke.store.PinLookup.Hit;
import org.convoke.store.PinLookup.Snapshot;

/**
 * The copy of the PINs that answers when the database does not: how old it is, and what was changed
 * through this bridge since it was taken. Owned by the pin verticle's event loop.
 */
final class PinCopy {
  private static final long MAX_AGE_NS = 300_000_000_000L;

  /** A copy is taken every 15 s; two bridges at one database learn of each other so soon. */
  private static final long FRESH_NS = 20_000_000_000L;

  private final PinLookup pins;
  private final Clock clock;

  /** What was changed while a new copy is being taken, which may lack it. */
  private final List<PinChange> meanwhile = new ArrayList<>();

  private Snapshots copy = Snapshots.empty();
  private boolean taking;
  private long beganNs;
  private boolean taken;
  private long takenAtNs;

  PinCopy(PinLookup pins, Clock clock) {
    this.pins = pins;
    this.clock = clock;
  }

  /** What it says; nothing where it {@link #isThere is not there}. */
  Snapshots answers() {
    return copy;
  }

  /** It was taken a moment ago, and what this bridge changed since is in it. */
  boolean isFresh() {
    return taken && clock.nowNs() - takenAtNs < FRESH_NS;
  }

  /** It is not too old to let anybody in by. */
  boolean isThere() {
    return taken && clock.nowNs() - takenAtNs <= MAX_AGE_NS;
  }

  // --- taking a new one

  void begin() {
    beganNs = clock.nowNs();
    taking = true;
  }

  void take(Snapshot snapshot) {
    copy = new Snapshots(snapshot);
    taken = true;
    takenAtNs = beganNs;
    meanwhile.forEach(this::apply);
  }

  /** Taken or not. */
  void end() {
    taking = false;
    meanwhile.clear();
  }

  // --- what is changed

  /** What was changed through this bridge is in the copy at once. */
  void change(PinChange change) {
    apply(change);
    if (taking) {
      meanwhile.add(change);
    }
  }

  private void apply(PinChange change) {
    switch (change) {
      case PinChange.RoomPins room -> copy.room(room.room(), held(room));
      case PinChange.RoomGone(RoomId room) -> copy.room(room, List.of());
      case PinChange.NumberMade(String number, RoomId room, ApplicationId application) ->
          copy.number(number, new Lead(room, application));
      case PinChange.NumberGone(String number) -> copy.noNumber(number);
      case PinChange.ApplicationMade(ApplicationId application) -> copy.application(application);
      case PinChange.ApplicationGone(ApplicationId application) -> copy.noApplication(application);
    }
  }

  private List<Held> held(PinChange.RoomPins room) {
    List<Held> held = new ArrayList<>(2);
    held.add(held(room, room.pin(), Role.GUEST));
    if (room.hostPin() != null) {
      held.add(held(room, room.hostPin(), Role.HOST));
    }
    return held;
  }

  private Held held(PinChange.RoomPins room, Pin pin, Role role) {
    return new Held(
        pins.hmac(pin),
        room.number(),
        pin.digits().length(),
        new Hit(room.room(), role),
        room.expiresAt());
  }
}
