package org.convoke.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convoke.bus.Addresses;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.config.Config;
import org.convoke.config.ConfigLoader;
import org.convoke.id.Pin;
import org.convoke.id.SeededIds;

/**
 * One run: an evening of calls to the real verticles on one thread in virtual time, with whatever
 * goes wrong with networks, databases, consumers and machines. One seed is one run.
 */
public final class Simulation {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Turns without time going on: something spins. */
  private static final int SPINS = 2_000_000;

  private static final Path FAST_DISK = Path.of("/dev/shm");

  /** What came of a run. */
  public record Outcome(
      long seed,
      long hash,
      int calls,
      int mixed,
      int wrongPins,
      int kills,
      int events,
      long virtualMs,
      List<String> violations,
      String story) {
    public boolean isGood() {
      return violations.isEmpty();
    }

    @Override
    public String toString() {
      return "seed %d: %d calls, %d mixed, %d wrong PINs, %d kills, %d events, %.1f min, hash %016x"
          .formatted(seed, calls, mixed, wrongPins, kills, events, virtualMs / 60_000.0, hash);
    }
  }

  private final Size size;
  private final World world;
  private final Watch watch;
  private final Shelf shelf;
  private final Network network;
  private final Operator operator;
  private final Config config;
  private final Path folder;
  private final Map<String, Long> accepted = new HashMap<>();
  private final List<Caller> callers = new ArrayList<>();
  private final List<Visitor> visitors = new ArrayList<>();
  private Node node;
  private boolean restarting;
  private int kills;

  /** How long an evening is, and how many call. */
  enum Size {
    /** A few minutes: for the suite. */
    SHORT(0.5, 3, 5, 40),
    LONG(2, 10, 20, 120);

    private final double leastMinutes;
    private final double mostMinutes;
    private final int leastCallers;
    private final int mostCallers;

    Size(double leastMinutes, double mostMinutes, int leastCallers, int mostCallers) {
      this.leastMinutes = leastMinutes;
      this.mostMinutes = mostMinutes;
      this.leastCallers = leastCallers;
      this.mostCallers = mostCallers;
    }
  }

  private Simulation(long seed, Size size, Fault planted, Path folder) {
    this.folder = folder;
    this.size = size;
    world = new World(seed, planted);
    watch = new Watch(world);
    shelf = new Shelf(world);
    watch.shelf(shelf);
    network = new Network(world);
    operator = new Operator(world, () -> node, shelf, watch);
    config =
        ConfigLoader.load(
            null,
            Map.of(),
            Map.of(
                "bind",
                Network.ADDRESS,
                "sip.session_expires_seconds",
                "90",
                "sip.min_session_expires_seconds",
                "90",
                "rooms.host_grace_seconds",
                world.chance(0.5) ? "0" : "10",
                "pin.budget_source_hour",
                world.chance(0.3) ? "20" : "1000",
                "pin.budget_number_day",
                world.chance(0.3) ? "100" : "10000"));
    for (int i = 0; i < 3; i++) {
      MemoryOutbox.Endpoint endpoint =
          shelf.outbox.add("http://consumer-" + i, i == 1 ? operator.rooms.getFirst().id() : null);
      shelf.consumers.add(new Consumer(endpoint, watch));
    }
  }

  /** Plays the evening of that seed. */
  static Outcome run(long seed, Size size) {
    return run(seed, size, null);
  }

  /** The same with a defect in it; null: none. */
  static Outcome run(long seed, Size size, Fault planted) {
    World ids = new World(seed);
    Path folder;
    try {
      folder =
          Files.isWritable(FAST_DISK)
              ? Files.createTempDirectory(FAST_DISK, "convoke-sim")
              : Files.createTempDirectory("convoke-sim");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (Alarms alarms = new Alarms()) {
      return SeededIds.during(
          ids::uuid,
          ids.random("rooms"),
          () -> {
            Simulation simulation = new Simulation(seed, size, planted, folder);
            alarms.to(simulation.watch);
            return simulation.play();
          });
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome play() {
    begin();
    long eveningNs = (long) (world.between(size.leastMinutes, size.mostMinutes) * 60 * SECOND_NS);
    long endNs = world.nowNs() + eveningNs;
    int count = size.leastCallers + world.below(size.mostCallers - size.leastCallers);
    for (int i = 0; i < count; i++) {
      Caller caller = new Caller(world, network, () -> node, shelf, operator.rooms, i, accepted);
      callers.add(caller);
      world.after((long) (world.between(0, 0.9) * eveningNs), caller::call);
    }
    for (int i = world.below(1 + count / 5); i > 0; i--) {
      Visitor visitor =
          new Visitor(
              world,
              () -> node,
              operator.rooms.get(world.below(operator.rooms.size())).id(),
              this::dialsIn);
      visitors.add(visitor);
      world.after((long) (world.between(0, 0.9) * eveningNs), visitor::come);
    }
    operator.work(endNs);
    troubles(eveningNs);
    go(endNs);
    quietly();
    Outcome outcome =
        new Outcome(
            world.seed(),
            world.hash(),
            watch.calls,
            watch.mixed,
            watch.wrongGuesses,
            kills,
            shelf.journal.events.size(),
            world.nowNs() / 1_000_000,
            List.copyOf(watch.violations),
            world.story());
    if (node != null) {
      node.kill();
    }
    return outcome;
  }

  private void dialsIn(Pin code) {
    Caller caller =
        new Caller(
            world, network, () -> node, shelf, operator.rooms, callers.size(), accepted, code);
    callers.add(caller);
    world.afterMs(world.between(100, 20_000), caller::call);
  }

  private void begin() {
    node = new Node(world, watch, network, shelf, config, folder);
    restarting = false;
  }

  // --- what goes wrong

  private void troubles(long eveningNs) {
    for (int i = world.below(4); i > 0; i--) {
      world.after((long) (world.between(0, 1) * eveningNs), this::databaseTrouble);
    }
    for (int i = world.chance(0.5) ? world.below(4) : 0; i > 0; i--) {
      world.after((long) (world.between(0.05, 1) * eveningNs), this::restart);
    }
    for (int i = world.below(6); i > 0; i--) {
      world.after((long) (world.between(0, 1) * eveningNs), this::consumerTrouble);
    }
    if (world.chance(0.2)) {
      world.after(
          (long) (world.between(0, 1) * eveningNs),
          () -> world.setWallOff((long) world.between(-7_200_000, 7_200_000)));
    }
  }

  private void databaseTrouble() {
    Database.State[] states = Database.State.values();
    shelf.database.become(states[1 + world.below(states.length - 1)]);
    watch.databaseBecame(false);
    world.afterMs(world.chance(0.5) ? world.between(100, 5_000) : 60_000, this::databaseWell);
  }

  private void databaseWell() {
    shelf.database.become(Database.State.WELL);
    watch.databaseBecame(true);
  }

  private void consumerTrouble() {
    Consumer consumer = shelf.consumers.get(world.below(shelf.consumers.size()));
    Consumer.Mood[] moods = Consumer.Mood.values();
    consumer.mood = moods[world.below(moods.length)];
    world.afterMs(world.between(500, 120_000), () -> consumer.mood = Consumer.Mood.WELL);
  }

  private void restart() {
    if (node == null || !node.isReady() || restarting) {
      return;
    }
    restarting = true;
    Node old = node;
    if (world.chance(0.3)) {
      world.trace("bridge stops");
      old.stop().onComplete(_ -> world.afterMs(1, () -> down(old, false)));
    } else {
      down(old, true);
    }
  }

  private void down(Node old, boolean killed) {
    watch.ended(killed);
    kills += killed ? 1 : 0;
    old.kill();
    node = null;
    world.afterMs(world.between(500, 20_000), this::begin);
  }

  // --- time goes on

  private void go(long untilNs) {
    int turns = 0;
    while (world.nowNs() < untilNs && watch.violations.isEmpty()) {
      boolean more = world.happen();
      more |= node != null && node.virtual().turn();
      if (more) {
        if (++turns > SPINS) {
          watch.violated("spin", "something happens again and again without time going on");
        }
      } else {
        turns = 0;
        long next = node == null ? Long.MAX_VALUE : node.virtual().nextNs();
        world.advanceTo(Math.min(untilNs, Math.min(next, world.nextNs())));
      }
    }
  }

  /** Everybody goes home, all is well again, and what was put off is done. */
  private void quietly() {
    if (!watch.violations.isEmpty()) {
      return;
    }
    databaseWell();
    for (Consumer consumer : shelf.consumers) {
      consumer.mood = Consumer.Mood.WELL;
    }
    callers.forEach(caller -> world.afterMs(world.between(0, 30_000), caller::goHome));
    visitors.forEach(Visitor::leave);
    go(world.nowNs() + 400 * SECOND_NS);
    for (int i = 0; i < 60 && (restarting || shelf.outbox.pending() > 0); i++) {
      go(world.nowNs() + 60 * SECOND_NS);
    }
    if (watch.violations.isEmpty()) {
      judge();
    }
  }

  private void judge() {
    for (Consumer consumer : shelf.consumers) {
      if (consumer.endpoint.enabled) {
        shelf.journal.events.stream()
            .filter(consumer.endpoint::takes)
            .filter(event -> !consumer.has(event.id()))
            .findFirst()
            .ifPresent(event ->
                watch.violated(
                    "delivery", consumer.endpoint.url + " never took " + consumer.why(event)));
      }
    }
    new Books(watch, shelf.journal).check(accepted);
    if (shelf.pins.failures() < watch.wrongGuesses - kills) {
      watch.violated("I5", shelf.pins.failures() + " wrong PINs counted of " + watch.wrongGuesses);
    }
    if (!watch.present().isEmpty()) {
      watch.violated("I9", "still in rooms: " + watch.present());
    }
    if (!node.media.lines().isEmpty()) {
      watch.violated("I9", "legs are open when all have gone: " + node.media.lines().keySet());
    }
    if (!node.sip().transactions().isEmpty()) {
      watch.violated("I9", "transactions when all have gone: " + node.sip().transactions());
    }
    operator.rooms.forEach(room ->
        node.<RoomReply>ask(Addresses.ROOM, new RoomCommand.Snapshot(room.id()))
            .onSuccess(reply -> watch.empty(room.id(), (RoomReply.Roster) reply)));
    go(world.nowNs() + SECOND_NS);
  }
}
