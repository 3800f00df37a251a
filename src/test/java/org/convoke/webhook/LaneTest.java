package org.convoke.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.convoke.id.CallId;
import org.convoke.id.RoomId;
import org.convoke.store.Outbox.Outcome;
import org.convoke.store.Outbox.Waiting;
import org.convoke.store.Webhooks.State;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final Instant START = Instant.parse("2026-05-04T09:00:00Z");
  private static final RoomId ROOM = RoomId.random();
  private static final RoomId OTHER = RoomId.random();
  private static final CallId CALL = CallId.random();
  private static final Verdict TAKEN = Verdict.ofAnswer(200, null, 10, START);
  private static final Verdict REFUSED = Verdict.ofAnswer(400, null, 10, START);
  private static final Verdict BROKEN = Verdict.ofAnswer(500, null, 10, START);

  private final Lane lane = new Lane(8, null);
  private Instant now = START;

  @Test
  void whatSharesARoomGoesOneAfterAnother() {
    offer(row(1, ROOM, null), row(2, ROOM, null), row(3, OTHER, null));
    List<Item> first = lane.next(now);
    assertThat(ids(first)).containsExactly(1L, 3L);
    assertThat(lane.next(now)).isEmpty();
    done(first.getFirst(), TAKEN);
    assertThat(ids(lane.next(now))).containsExactly(2L);
  }

  @Test
  void aCallKeepsItsOrderFromBeforeARoomIntoOne() {
    offer(row(1, null, CALL), row(2, ROOM, CALL), row(3, ROOM, null), row(4, null, null));
    List<Item> first = lane.next(now);
    assertThat(ids(first)).as("the last one has no order").containsExactly(1L, 4L);
    done(first.getFirst(), TAKEN);
    Item second = lane.next(now).getFirst();
    assertThat(second.id()).isEqualTo(2);
    done(second, REFUSED);
    assertThat(lane.next(now)).as("3 waits behind 2, which waits for its next try").isEmpty();
  }

  @Test
  void onlySoManyAreUnderWay() {
    for (int i = 1; i <= 20; i++) {
      offer(row(i, RoomId.random(), null));
    }
    List<Item> first = lane.next(now);
    assertThat(first).hasSize(8);
    assertThat(lane.sending()).isEqualTo(8);
    done(first.getFirst(), TAKEN);
    assertThat(lane.next(now)).hasSize(1);
  }

  @Test
  void aSlowEndpointHasTwoUnderWay() {
    for (int i = 1; i <= 20; i++) {
      offer(row(i, RoomId.random(), null));
    }
    List<Item> first = lane.next(now);
    first.forEach(item -> done(item, Verdict.ofAnswer(200, null, 3_000, now)));
    assertThat(lane.next(now)).hasSize(2);
  }

  @Test
  void anEventThatIsRefusedHoldsUpItsOwnRoomAlone() {
    offer(row(1, ROOM, null), row(2, ROOM, null), row(3, OTHER, null), row(4, OTHER, null));
    List<Item> first = lane.next(now);
    Outcome outcome = done(first.getFirst(), REFUSED);
    assertThat(outcome.state()).isEqualTo(State.PENDING);
    assertThat(outcome.nextTryAt()).isEqualTo(now.plusSeconds(5));
    assertThat(outcome.attempts()).isEqualTo(1);
    done(first.get(1), TAKEN);
    done(only(), TAKEN);
    assertThat(lane.next(now)).isEmpty();
    pass(Duration.ofSeconds(5));
    Item again = only();
    assertThat(again.id()).isEqualTo(1);
    assertThat(again.attempts()).isEqualTo(2);
  }

  @Test
  void anEventThatIsRefusedForThreeDaysIsGivenUpAndTheNextOneGoes() {
    offer(row(1, ROOM, null), row(2, ROOM, null));
    int attempts = 0;
    Outcome outcome;
    do {
      Item item = only();
      assertThat(item.id()).isEqualTo(1);
      outcome = done(item, REFUSED);
      attempts++;
      if (outcome.state() == State.PENDING) {
        now = outcome.nextTryAt();
      }
    } while (outcome.state() == State.PENDING);
    assertThat(outcome.state()).isEqualTo(State.DEAD);
    assertThat(Duration.between(START, now)).isEqualTo(Duration.ofHours(72));
    assertThat(attempts).isBetween(16, 20);
    assertThat(lane.isHopeless(now, 72 * 3_600_000L)).as("one event is no proof").isFalse();
    assertThat(only().id()).isEqualTo(2);
  }

  @Test
  void anEndpointThatIsDownIsAskedByOneDeliveryAtATime() {
    for (int i = 1; i <= 6; i++) {
      offer(row(i, RoomId.random(), null));
    }
    lane.next(now).forEach(item -> done(item, BROKEN));
    assertThat(lane.pulse().isDown()).isTrue();
    assertThat(lane.pulse().failingSince()).isEqualTo(START);
    assertThat(lane.next(now)).isEmpty();
    pass(Duration.ofSeconds(7));
    Item probe = only();
    assertThat(lane.next(now)).isEmpty();
    done(probe, BROKEN);
    assertThat(lane.next(now)).isEmpty();
    pass(Duration.ofSeconds(7));
    Item other = only();
    assertThat(other.id()).as("another one: one event may be the trouble").isNotEqualTo(probe.id());
    done(other, TAKEN);
    assertThat(lane.pulse().failingSince()).isNull();
    assertThat(lane.next(now)).as("it is back, and nothing waits any longer").hasSize(5);
  }

  @Test
  void anEndpointThatWasAwayForAnHourIsFoundWithinFiveMinutes() {
    offer(row(1, ROOM, null), row(2, OTHER, null));
    int attempts = 0;
    while (Duration.between(START, now).toMinutes() < 60) {
      for (Item item : lane.next(now)) {
        done(item, Verdict.ofFailure("connect", 5));
        attempts++;
      }
      pass(Duration.ofSeconds(1));
    }
    Instant back = now;
    List<Item> probe = List.of();
    while (probe.isEmpty()) {
      pass(Duration.ofSeconds(1));
      probe = lane.next(now);
    }
    assertThat(Duration.between(back, now)).isLessThan(Duration.ofMinutes(7));
    assertThat(attempts).as("without being hammered").isLessThan(80);
    done(probe.getFirst(), TAKEN);
    assertThat(lane.next(now)).hasSize(1);
  }

  @Test
  void anEndpointThatFailsForDaysIsHopeless() {
    offer(row(1, ROOM, null), row(2, OTHER, null));
    while (!lane.isHopeless(now, 72 * 3_600_000L)) {
      lane.next(now)
          .forEach(item -> {
            Outcome outcome = done(item, BROKEN);
            assertThat(outcome.state()).as("nothing is given up").isEqualTo(State.PENDING);
          });
      pass(Duration.ofMinutes(1));
    }
    assertThat(Duration.between(START, now)).isBetween(Duration.ofHours(71), Duration.ofHours(73));
  }

  @Test
  void aPauseThatTheEndpointAsksForIsKept() {
    offer(row(1, ROOM, null), row(2, OTHER, null), row(3, ROOM, null));
    Item one = lane.next(now).getFirst();
    Outcome outcome = done(one, Verdict.ofAnswer(429, "120", 10, now));
    assertThat(outcome.nextTryAt()).isEqualTo(now.plusSeconds(120));
    offer(row(4, RoomId.random(), null));
    pass(Duration.ofSeconds(119));
    assertThat(lane.next(now)).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(lane.next(now)).isNotEmpty();
  }

  @Test
  void soIsOneThatAnEventsRefusalAsksFor() {
    offer(row(1, ROOM, null), row(2, OTHER, null));
    done(lane.next(now).getFirst(), Verdict.ofAnswer(403, "60", 10, now));
    offer(row(3, RoomId.random(), null));
    pass(Duration.ofSeconds(59));
    assertThat(lane.next(now)).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(lane.next(now)).isNotEmpty();
  }

  @Test
  void aPauseOutlastsARestart() {
    Instant tried = now.minusSeconds(30);
    Lane restarted = new Lane(8, tried.minusSeconds(60));
    restarted.offer(tried(1, tried, tried.plusSeconds(600)), now.toEpochMilli());
    restarted.offer(row(2, OTHER, null), now.toEpochMilli());
    assertThat(restarted.next(now.plusSeconds(569))).isEmpty();
    assertThat(restarted.next(now.plusSeconds(570))).hasSize(1);
  }

  @Test
  void whatWaitsByItsOwnScheduleIsNoPauseOfAll() {
    Instant tried = now.minusSeconds(1);
    Lane restarted = new Lane(8, tried.minusSeconds(60));
    // It has been failing for a minute: it waits for as long again, and up to a quarter more.
    restarted.offer(tried(1, tried, tried.plusSeconds(75)), now.toEpochMilli());
    assertThat(restarted.next(now)).as("a probe").hasSize(1);
  }

  @Test
  void whoeverChangesTheEndpointOrWantsADeliveryEndsThePause() {
    offer(row(1, ROOM, null));
    done(lane.next(now).getFirst(), Verdict.ofAnswer(503, "600", 10, now));
    lane.readAgain();
    // As it was written, but for the one that somebody wants.
    lane.offer(tried(2, now, now.plusSeconds(600)), now.toEpochMilli());
    lane.offer(row(3, OTHER, null), now.toEpochMilli());
    assertThat(ids(lane.next(now))).containsExactly(3L);
  }

  @Test
  void heNeedNotWaitForTheNextProbeEither() {
    offer(row(1, ROOM, null), row(2, OTHER, null));
    for (int i = 0; i < 40; i++) {
      lane.next(now).forEach(item -> done(item, Verdict.ofFailure("connect", 1)));
      pass(Duration.ofMinutes(1));
    }
    lane.next(now).forEach(item -> done(item, Verdict.ofFailure("connect", 1)));
    assertThat(lane.next(now)).isEmpty();
    lane.readAgain();
    offer(row(1, ROOM, null), row(2, OTHER, null));
    assertThat(lane.next(now)).as("a probe, at once").hasSize(1);
  }

  @Test
  void whoHadNoTurnAmongOthersOfTheHostDidNotFail() {
    offer(row(1, ROOM, null));
    Item one = lane.next(now).getFirst();
    lane.putOff(one, now);
    assertThat(one.attempts()).isZero();
    assertThat(lane.pulse().failingSince()).isNull();
    assertThat(lane.next(now)).isEmpty();
    assertThat(ids(lane.next(now.plusSeconds(5)))).containsExactly(1L);
  }

  @Test
  void aTryThatAnotherClockPutOffWaitsNoLongerThanItWasToWait() {
    Instant ahead = START.plus(Duration.ofDays(1));
    Waiting row = new Waiting(1, 1, 1, ROOM, null, 2, ahead, ahead, ahead.plusSeconds(10), 500);
    lane.offer(row, START.toEpochMilli());
    assertThat(lane.next(START.plusSeconds(9))).isEmpty();
    assertThat(ids(lane.next(START.plusSeconds(10)))).containsExactly(1L);
  }

  @Test
  void failuresBeforeARestartAreRemembered() {
    Lane restarted = new Lane(8, START.minusSeconds(3_600));
    restarted.offer(row(1, ROOM, null), now.toEpochMilli());
    restarted.offer(row(2, OTHER, null), now.toEpochMilli());
    assertThat(restarted.next(now)).as("a probe, at once").hasSize(1);
  }

  @Test
  void behindOneThatWaitsOthersAreForgottenAndReadAgain() {
    Map<Long, Waiting> outbox = new TreeMap<>();
    for (long id = 1; id <= 2_000; id++) {
      outbox.put(id, row(id, id % 10 == 0 ? OTHER : ROOM, null));
    }
    readAll(outbox);
    // The first of ROOM is refused: its 1,799 others are stuck, and OTHER's 200 are not.
    List<Item> first = lane.next(now);
    assertThat(ids(first)).containsExactly(1L, 10L);
    done(first.getFirst(), REFUSED);
    done(first.get(1), TAKEN);
    outbox.remove(10L);
    int others = 1;
    while (others < 200) {
      readAll(outbox);
      Item item = only();
      assertThat(item.row().room()).isEqualTo(OTHER);
      done(item, TAKEN);
      outbox.remove(item.id());
      others++;
    }
    assertThat(lane.next(now)).isEmpty();
    pass(Duration.ofSeconds(5));
    for (long id = 1; id <= 2_000; id++) {
      if (id % 10 != 0) {
        readAll(outbox);
        Item item = only();
        assertThat(item.id()).isEqualTo(id);
        done(item, TAKEN);
        outbox.remove(id);
      }
    }
    assertThat(lane.isEmpty()).isTrue();
  }

  @Test
  void whatOthersWaitForIsNotForgottenHoweverOftenRoomIsMade() {
    CallId late = CallId.random();
    Map<Long, Waiting> outbox = new TreeMap<>();
    outbox.put(1L, row(1, ROOM, null));
    offer(outbox.get(1L));
    done(only(), REFUSED);
    for (long id = 2; id <= 2 * Lane.WINDOW; id++) {
      outbox.put(id, row(id, id % 2 == 0 ? ROOM : RoomId.random(), id == 300 ? late : null));
    }
    outbox.values().forEach(row -> lane.offer(row, now.toEpochMilli()));
    // Each of these makes room again.
    for (int i = 0; i < 3; i++) {
      lane.room(now.toEpochMilli());
    }
    pass(Duration.ofSeconds(5));
    assertThat(ids(lane.next(now))).startsWith(1L);
  }

  @Test
  void oneThatWasNotSentAfterAllIsStillTheFirst() {
    offer(row(1, ROOM, null), row(2, ROOM, null));
    lane.unsent(only());
    assertThat(lane.sending()).isZero();
    Item again = only();
    assertThat(again.id()).isEqualTo(1);
    assertThat(again.attempts()).isEqualTo(1);
  }

  @Test
  void whateverHappensNothingOvertakesAndNothingIsLost() {
    for (int seed = 1; seed <= 5; seed++) {
      new Story(seed).run();
    }
  }

  /** Random rows, answers and times; the outbox is a map, read as the dispatcher reads it. */
  private static final class Story {
    private static final int ROWS = 700;
    private final int seed;
    private final Random random;
    private final Lane lane = new Lane(4, null);
    private final TreeMap<Long, Waiting> outbox = new TreeMap<>();
    private final Map<String, Long> last = new HashMap<>();
    private final Set<Long> taken = new HashSet<>();
    private final List<Item> sent = new ArrayList<>();
    private Instant now = START;

    Story(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void run() {
      RoomId[] rooms = new RoomId[6];
      CallId[] calls = new CallId[12];
      java.util.Arrays.setAll(rooms, i -> RoomId.random());
      java.util.Arrays.setAll(calls, i -> CallId.random());
      long id = 0;
      int steps = 0;
      while (taken.size() < ROWS) {
        assertThat(++steps).as("seed %s ends", seed).isLessThan(200_000);
        for (int i = random.nextInt(30); i > 0 && id < ROWS; i--) {
          id++;
          RoomId room = random.nextInt(5) == 0 ? null : rooms[random.nextInt(rooms.length)];
          CallId call = random.nextInt(4) == 0 ? null : calls[random.nextInt(calls.length)];
          outbox.put(id, row(id, room, call));
        }
        read();
        sent.addAll(lane.next(now));
        assertThat(lane.sending()).isEqualTo(sent.size()).isLessThanOrEqualTo(4);
        if (!sent.isEmpty() && random.nextInt(3) > 0) {
          answer(sent.remove(random.nextInt(sent.size())));
        }
        now = now.plusMillis(random.nextInt(1_500));
      }
    }

    private void answer(Item item) {
      int chance = random.nextInt(100);
      Verdict verdict =
          chance < 70 ? TAKEN : chance < 85 ? REFUSED : Verdict.ofFailure("connect", 5);
      Outcome outcome = lane.done(item, verdict, now, random.nextDouble());
      if (outcome.state() == State.DELIVERED) {
        follows(item.room(), item.id());
        follows(item.call(), item.id());
        assertThat(taken.add(item.id())).as("seed %s: %s once", seed, item.id()).isTrue();
        outbox.remove(item.id());
        lane.settled(item.id());
      }
    }

    private void follows(String key, long id) {
      if (key != null) {
        Long before = last.put(key, id);
        assertThat(before == null ? 0 : before).as("seed %s, %s", seed, key).isLessThan(id);
      }
    }

    private void read() {
      while (!lane.isAtEdge() && lane.room(now.toEpochMilli()) > 0) {
        boolean room = true;
        for (Waiting row : List.copyOf(outbox.tailMap(lane.loadedTo(), false).values())) {
          room = lane.offer(row, now.toEpochMilli());
          if (!room) {
            return;
          }
        }
        lane.reachedEdge(lane.loadedTo());
      }
      for (Waiting row : List.copyOf(outbox.tailMap(lane.loadedTo(), false).values())) {
        if (lane.isAtEdge()) {
          lane.offer(row, now.toEpochMilli());
        }
      }
    }
  }

  private void readAll(Map<Long, Waiting> outbox) {
    for (Waiting row : List.copyOf(outbox.values())) {
      if (!lane.offer(row, now.toEpochMilli())) {
        return;
      }
    }
    lane.reachedEdge(lane.loadedTo());
  }

  private void offer(Waiting... rows) {
    for (Waiting row : rows) {
      assertThat(lane.offer(row, now.toEpochMilli())).isTrue();
    }
  }

  private Outcome done(Item item, Verdict verdict) {
    Outcome outcome = lane.done(item, verdict, now, 0);
    if (outcome.state() != State.PENDING) {
      lane.settled(item.id());
    }
    return outcome;
  }

  private Item only() {
    List<Item> next = lane.next(now);
    assertThat(next).hasSize(1);
    return next.getFirst();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static List<Long> ids(List<Item> items) {
    return items.stream().map(Item::id).toList();
  }

  /** Of {@link #ROOM}, tried first a minute before {@code tried}. */
  private static Waiting tried(long id, Instant tried, Instant next) {
    return new Waiting(1, id, id, ROOM, null, 3, tried.minusSeconds(60), tried, next, 503);
  }

  private static Waiting row(long id, RoomId room, CallId call) {
    return new Waiting(1, id, id, room, call, 0, null, null, null, null);
  }
}
