package org.convoke.sim;

import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.CallReply;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.bus.SeatQuery;
import org.convoke.bus.SeatReply;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;
import org.convoke.store.Rooms.Room;

/**
 * Sees all that the parts of a bridge say to each other and to the world, and knows by itself what
 * must hold whatever happens. It believes no part's own books.
 */
final class Watch {
  /** An ended call has let go of everything by then (I9). */
  private static final double FREE_MS = 64_000;

  /** A lock is in the database by then, if that is well. */
  private static final double SOON_MS = 3_000;

  /** The same of one that waited for the database. */
  private static final double AGAIN_MS = 40_000;

  /** What a copy of the PINs may be behind. */
  private static final long STALE_NS = 301_000_000_000L;

  /** One life of a bridge and all facts that were told in it, in order. */
  static final class Life {
    final List<Fact> facts = new ArrayList<>();
    final List<Long> factNs = new ArrayList<>();
    long endNs = Long.MAX_VALUE;
    boolean killed;
  }

  private record Known(Room room, long untilNs) {}

  private final World world;
  private Shelf shelf;
  private Node node;
  final List<Life> lives = new ArrayList<>();
  final List<String> violations = new ArrayList<>();
  private final Map<LegId, CallId> callOfLeg = new HashMap<>();
  private final Map<CallId, LegId> legOfCall = new HashMap<>();
  private final Map<CallId, Set<RoomId>> admitted = new HashMap<>();
  private final Map<ParticipantId, RoomId> joined = new LinkedHashMap<>();
  private final Map<CallId, ParticipantId> seatOfCall = new HashMap<>();
  private final Map<ParticipantId, CallId> callOfSeat = new HashMap<>();

  /** Who came by a page, and which room's; the web door looked at their tokens. */
  private final Map<ParticipantId, RoomId> visitors = new HashMap<>();

  private final Map<String, AdmissionQuery> asked = new HashMap<>();
  private final Map<String, CallId> moved = new HashMap<>();
  private final Set<ParticipantId> waiting = new HashSet<>();
  private final Set<RoomId> opened = new HashSet<>();
  private final Set<RoomId> locked = new HashSet<>();

  /** Locks that only a bridge's memory may know of. */
  private final Set<RoomId> unstored = new HashSet<>();

  private final List<Known> knownRooms = new ArrayList<>();

  /** Wrong PINs that were answered. */
  int wrongGuesses;

  int rightGuesses;
  int calls;
  int mixed;
  int kills;
  private long wellSinceNs;

  Watch(World world) {
    this.world = world;
  }

  void shelf(Shelf shelf) {
    this.shelf = shelf;
  }

  void violated(String invariant, String how) {
    world.trace("VIOLATED " + invariant + ": " + how);
    violations.add(invariant + " at " + world.nowNs() / 1_000_000 + " ms: " + how);
  }

  /** A bridge begins to live. */
  void attach(Node node) {
    this.node = node;
    lives.add(new Life());
    callOfLeg.clear();
    legOfCall.clear();
    admitted.clear();
    joined.clear();
    seatOfCall.clear();
    callOfSeat.clear();
    visitors.clear();
    asked.clear();
    waiting.clear();
    opened.clear();
    // A lock that the database never took ends with the memory of who was killed.
    locked.removeAll(unstored);
    unstored.clear();
    node.vertx().eventBus().addOutboundInterceptor(this::seen);
    node.vertx().exceptionHandler(e -> violated("exception", String.valueOf(e)));
  }

  Life life() {
    return lives.getLast();
  }

  /** The PINs of a room are others now. */
  void changes(Room before) {
    knownRooms.add(new Known(before, world.nowNs() + STALE_NS));
  }

  void databaseBecame(boolean well) {
    wellSinceNs = well ? world.nowNs() : Long.MAX_VALUE;
    if (well) {
      unstored.forEach(room -> storedLater(room, AGAIN_MS));
    }
  }

  private void storedLater(RoomId room, double ms) {
    long fromNs = world.nowNs();
    world.afterMs(
        ms,
        () -> {
          if (shelf.database.isWell() && wellSinceNs <= fromNs) {
            unstored.remove(room);
          }
        });
  }

  /** The bridge is no more. */
  void ended(boolean killed) {
    life().endNs = world.nowNs();
    life().killed = killed;
  }

  // --- what is said on the bus

  private void seen(DeliveryContext<Object> delivery) {
    Message<Object> message = delivery.message();
    switch (message.body()) {
      case Fact fact when message.address().equals(Addresses.FACTS) -> fact(fact);
      case IvrCommand.Begin begin -> {
        callOfLeg.put(begin.leg(), begin.call());
        legOfCall.put(begin.call(), begin.leg());
        if (begin.entry() instanceof AdmissionAnswer.Run) {
          admitted.computeIfAbsent(begin.call(), _ -> new HashSet<>());
        }
      }
      case IvrCommand.Move move -> admit(move.call(), move.room());
      case AdmissionQuery query -> asked.put(message.replyAddress(), query);
      case AdmissionAnswer answer -> answered(asked.remove(message.address()), answer);
      case BrowserCommand.Join join -> visitors.put(join.participant(), join.room());
      case RoomCommand.Claim claim -> claimed(claim);
      case RoomCommand.Reseat reseat -> {
        CallId call = callOfSeat.get(reseat.participant());
        callOfLeg.put(reseat.leg(), call);
        legOfCall.put(call, reseat.leg());
      }
      case RoomCommand.Admit admit -> opened.add(admit.room());
      case RoomCommand.SettingsChanged changed -> opened.add(changed.room());
      case RoomCommand.SetRole role -> opened.add(role.room());
      case null, default -> {
        // Nothing that entry depends on.
      }
    }
    delivery.next();
  }

  /** An application lets its calls into its own rooms; nobody else claims without a PIN. */
  private void claimed(RoomCommand.Claim claim) {
    if (claim.via().equals("browser")) {
      if (claim.room().equals(visitors.get(claim.participant()))) {
        callOfSeat.put(claim.participant(), claim.call());
        callOfLeg.put(claim.leg(), claim.call());
        legOfCall.put(claim.call(), claim.leg());
        admit(claim.call(), claim.room());
      }
    }
    Room room = shelf.rooms.rooms.get(claim.room());
    if (room != null && room.application() != null) {
      admit(claim.call(), claim.room());
    } else if (!admitted.getOrDefault(claim.call(), Set.of()).contains(claim.room())) {
      violated("I4", "call " + claim.call() + " claims a seat and was never admitted");
    }
  }

  private void admit(CallId call, RoomId room) {
    admitted.computeIfAbsent(call, _ -> new HashSet<>()).add(room);
  }

  private void answered(AdmissionQuery query, AdmissionAnswer answer) {
    switch (query) {
      case AdmissionQuery.Check check -> judged(check, answer);
      case AdmissionQuery.CheckMergeCode check -> {
        if (answer instanceof AdmissionAnswer.Merge(RoomId room, var participant, var ms)) {
          if (!room.equals(visitors.get(participant))) {
            violated("I4", "a code leads to " + participant + ", who is in no such room");
          }
          admit(check.caller().call(), room);
        } else if (answer instanceof AdmissionAnswer.Reject) {
          wrongGuesses++;
        }
      }
      case AdmissionQuery.Route route -> {
        if (answer instanceof AdmissionAnswer.Admit(RoomId room, var role, var lobby, var ms)) {
          if (!route.caller().dialled().value().equals(room.value())) {
            violated("I4", "a call is led to a room that it did not dial");
          }
          admit(route.caller().call(), room);
        }
      }
      case null, default -> {
        // No PIN.
      }
    }
  }

  private void judged(AdmissionQuery.Check check, AdmissionAnswer answer) {
    switch (answer) {
      case AdmissionAnswer.Admit(RoomId room, var role, var lobby, var ms) -> {
        rightGuesses++;
        if (!opens(check.pin(), room)) {
          violated("I4", "a wrong PIN lets into room " + room);
        }
        admit(check.caller().call(), room);
      }
      case AdmissionAnswer.Reject _ -> {
        if (!isRightNow(check.pin())) {
          wrongGuesses++;
        } else if (world.nowNs() - wellSinceNs > 30_000_000_000L && wellSinceNs <= world.nowNs()) {
          violated("entry", "a right PIN is refused while the database is well");
        }
      }
      default -> {
        // Nobody can say now.
      }
    }
  }

  private boolean isRightNow(Pin pin) {
    return shelf.rooms.rooms.values().stream()
        .anyMatch(room -> room.deletedAt() == null && MemoryPins.hit(room, pin).isPresent());
  }

  private boolean opens(Pin pin, RoomId id) {
    Room now = shelf.rooms.rooms.get(id);
    if (now != null && now.deletedAt() == null && MemoryPins.hit(now, pin).isPresent()) {
      return true;
    }
    return knownRooms.stream()
        .anyMatch(known ->
            known.room.id().equals(id)
                && known.untilNs >= world.nowNs()
                && MemoryPins.hit(known.room, pin).isPresent());
  }

  // --- what is told

  private void fact(Fact fact) {
    world.trace(fact.type() + " " + fact.room() + " " + fact.call() + " " + fact.participant());
    life().facts.add(fact);
    life().factNs.add(world.nowNs());
    switch (fact.type()) {
      case EventType.CALL_STARTED -> calls++;
      case EventType.CALL_COMPLETED -> freeLater(fact.call());
      case EventType.PARTICIPANT_WAITING -> waiting.add(fact.participant());
      case EventType.PARTICIPANT_JOINED -> joined(fact);
      case EventType.PARTICIPANT_LEFT -> {
        waiting.remove(fact.participant());
        joined.remove(fact.participant());
        seatOfCall.values().removeIf(fact.participant()::equals);
      }
      case EventType.PARTICIPANT_MERGED -> {
        seatOfCall.put(new CallId((String) fact.data().get("call_id")), fact.participant());
        // A browser that comes back to a seat whose phone is its sound is told of by this alone.
        seatOfCall.put(fact.call(), fact.participant());
      }
      case EventType.PARTICIPANT_UNMERGED -> {
        CallId phone = new CallId((String) fact.data().get("call_id"));
        if (fact.data().get("via").equals("browser")) {
          seatOfCall.remove(phone, fact.participant());
        }
      }
      case EventType.ROOM_LOCKED -> {
        locked.add(fact.room());
        unstored.add(fact.room());
        storedLater(fact.room(), SOON_MS);
      }
      case EventType.ROOM_UNLOCKED -> locked.remove(fact.room());
      case EventType.ROOM_ENDED -> {
        opened.remove(fact.room());
        for (Map.Entry<ParticipantId, RoomId> one : joined.entrySet()) {
          if (one.getValue().equals(fact.room())) {
            violated("story", "a room ends while " + one.getKey() + " is in it");
          }
        }
      }
      default -> {
        // Not of entry.
      }
    }
  }

  private void joined(Fact fact) {
    Room room = shelf.rooms.rooms.get(fact.room());
    boolean host = "host".equals(fact.data().get("role"));
    boolean waited = waiting.remove(fact.participant());
    if (host) {
      opened.add(fact.room());
    } else if (room != null && room.waitForHost() && !opened.contains(fact.room())) {
      violated("I4", "a guest is in a room that waits for its host");
    }
    if (!host && !waited && locked.contains(fact.room())) {
      violated("I4", "a guest came into a locked room");
    }
    joined.put(fact.participant(), fact.room());
    seatOfCall.put(fact.call(), fact.participant());
  }

  // --- what the media plane is asked for

  /** A leg was put into a room's mix. */
  void mixed(LegId leg, RoomId room) {
    mixed++;
    CallId call = callOfLeg.get(leg);
    if (call == null || !admitted.getOrDefault(call, Set.of()).contains(room)) {
      violated("I4", "leg " + leg + " of call " + call + " is mixed and was never admitted");
    }
    // The fact that tells of it follows within the same turn.
    Node now = node;
    world.afterMs(
        1,
        () -> {
          SimulatedMedia.Line line = now.media.lines().get(leg);
          if (!now.isDead() && line != null && room.equals(line.room) && !isIn(call, room)) {
            violated("I4", "leg " + leg + " is mixed and nobody was told that it joined");
          }
        });
  }

  private boolean isIn(CallId call, RoomId room) {
    ParticipantId seat = seatOfCall.get(call);
    return seat != null && room.equals(joined.get(seat));
  }

  // --- what must be free again

  private void freeLater(CallId call) {
    LegId leg = legOfCall.get(call);
    Node then = node;
    world.afterMs(
        FREE_MS,
        () -> {
          if (then.isDead() || !then.isReady()) {
            return;
          }
          if (leg != null && then.media.lines().containsKey(leg)) {
            violated("I9", "leg " + leg + " of call " + call + " is open 64 s after its end");
          }
          then.<CallReply>ask(Addresses.CALL, new org.convoke.bus.CallCommand.Describe(call))
              .onSuccess(reply -> {
                if (!(reply instanceof CallReply.Unknown)) {
                  violated("I9", "call " + call + " is known 64 s after its end");
                }
              });
          if (leg != null) {
            then.<SeatReply>ask(Addresses.SEATS, new SeatQuery.Find(leg))
                .onSuccess(reply -> {
                  if (!(reply instanceof SeatReply.Nowhere)) {
                    violated("I9", "call " + call + " has a seat 64 s after its end");
                  }
                });
          }
        });
  }

  /** Who is in rooms by the facts: nobody, once all have gone. */
  Map<ParticipantId, RoomId> present() {
    return joined;
  }

  void empty(RoomId room, RoomReply.Roster roster) {
    if (!roster.members().isEmpty() || roster.live()) {
      violated("I9", "room " + room + " has members when all have gone: " + roster.members());
    }
  }
}
