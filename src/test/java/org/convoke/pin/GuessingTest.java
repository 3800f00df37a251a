package org.convoke.pin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionAnswer.Admit;
import org.convoke.bus.AdmissionAnswer.Reject;
import org.convoke.bus.AdmissionQuery.Caller;
import org.convoke.bus.AdmissionQuery.Check;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.config.ConfigLoader;
import org.convoke.id.CallId;
import org.convoke.id.PhoneNumber;
import org.convoke.id.Pin;
import org.junit.jupiter.api.Test;

/**
 * A guesser with 50 lines and 5,000 numbers against 100 rooms for 24 hours, in virtual time; every
 * ten minutes the bridge is killed, and its clock is set now and then.
 */
class GuessingTest {
  private static final String NUMBER = "1000";
  private static final int LINES = 50;
  private static final int NUMBERS = 5_000;
  private static final int ROOMS = 100;
  private static final int BUDGET = 100;
  private static final long SECOND = 1_000_000_000L;
  private static final long DAY = 86_400 * SECOND;

  /** Past the budget this many more are answered late, but let in without a host. */
  private static final int BEFORE_THE_LOBBY = 2;

  private final Config config = ConfigLoader.load(null, Map.of(), Map.of());
  private final SetClock clock = new SetClock();
  private final PinCounters counters = new PinCounters();
  private Admissions bridge;

  /** Time as the test wants it. */
  private static final class SetClock implements Clock {
    private long nowNs;
    private Duration set = Duration.ZERO;

    @Override
    public long nowNs() {
      return nowNs;
    }

    @Override
    public Instant now() {
      return Instant.parse("2026-01-01T00:00:00Z").plusNanos(nowNs).plus(set);
    }
  }

  private record Line(long freeNs, int tries, String from) implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      return Long.compare(freeNs, other.freeNs);
    }
  }

  @Test
  void aDayOfGuessingIsSlowedAfterItsBudgetAndLeadsIntoTheLobby() {
    MemoryPins pins = new MemoryPins(true);
    Random random = new Random(1);
    Set<String> right = rooms(pins, random);
    int guesses = 0;
    int answeredAtOnce = 0;
    int entries = 0;
    int inLobby = 0;
    long longestNs = 0;
    long killNs = 0;
    PriorityQueue<Line> lines = lines(random);
    while (lines.peek().freeNs < DAY) {
      Line line = lines.poll();
      clock.nowNs = line.freeNs;
      if (clock.nowNs >= killNs) {
        killNs += 600 * SECOND;
        start(pins);
      }
      guesses++;
      AdmissionAnswer answer = key(line.from, random.nextInt(1_000_000), line.tries);
      long delayNs = 0;
      if (answer instanceof Reject rejected) {
        delayNs = rejected.delayMs() * 1_000_000;
        answeredAtOnce += rejected.throttled() ? 0 : 1;
      } else if (answer instanceof Admit admitted) {
        delayNs = admitted.delayMs() * 1_000_000;
        inLobby += admitted.lobby() ? 1 : 0;
        entries += admitted.lobby() ? 0 : 1;
      }
      longestNs = Math.max(longestNs, delayNs);
      lines.add(next(line, delayNs, random));
    }
    assertThat(right).hasSize(ROOMS);
    assertThat(answeredAtOnce).isEqualTo(BUDGET);
    // It is the first hundred that may hit: with six digits and as many rooms once in a hundred
    // days.
    assertThat(entries).isLessThanOrEqualTo(1);
    assertThat(inLobby).isPositive();
    assertThat(longestNs).isEqualTo(30 * SECOND);
    assertThat(guesses).isLessThan(LINES * 86_400 / 30);
    assertThat(pins.counted("number:" + NUMBER))
        .isEqualTo(guesses - entries - inLobby - counters.unseen.intValue());
  }

  @Test
  void aGuesserGetsIntoSomeRoomOnAboutOneDayInAHundred() {
    Random random = new Random(2);
    int days = 1_000;
    int daysWithAnEntry = 0;
    for (int day = 0; day < days; day++) {
      MemoryPins pins = new MemoryPins(true);
      rooms(pins, random);
      start(pins);
      boolean entered = false;
      for (int i = 0; i < BUDGET + BEFORE_THE_LOBBY + 20; i++) {
        AdmissionAnswer answer =
            key("+491" + random.nextInt(NUMBERS), random.nextInt(1_000_000), 1);
        entered |= answer instanceof Admit admitted && !admitted.lobby();
      }
      daysWithAnEntry += entered ? 1 : 0;
    }
    assertThat(daysWithAnEntry).isBetween(2, 20);
  }

  @Test
  void aClockThatIsSetEmptiesNoBudgetAndFillsNone() {
    MemoryPins pins = new MemoryPins(true);
    start(pins);
    for (int i = 0; i < BUDGET; i++) {
      clock.nowNs += SECOND;
      assertThat(((Reject) key("+49" + i, i, 1)).throttled()).isFalse();
    }
    for (Duration jump :
        new Duration[] {Duration.ofDays(1), Duration.ofHours(-25), Duration.ZERO}) {
      clock.set = jump;
      assertThat(((Reject) key("+48" + jump, 1, 1)).throttled()).isTrue();
    }
    clock.set = Duration.ofDays(-1);
    clock.nowNs += DAY + SECOND;
    assertThat(((Reject) key("+47", 1, 1)).throttled()).isFalse();
  }

  private static Set<String> rooms(MemoryPins pins, Random random) {
    Set<String> right = new HashSet<>();
    while (right.size() < ROOMS) {
      String pin = String.format("%06d", random.nextInt(1_000_000));
      if (right.add(pin)) {
        pins.room(pin);
      }
    }
    return right;
  }

  private static PriorityQueue<Line> lines(Random random) {
    PriorityQueue<Line> lines = new PriorityQueue<>();
    for (int i = 0; i < LINES; i++) {
      lines.add(new Line(i * SECOND / 10, 1, "+491" + random.nextInt(NUMBERS)));
    }
    return lines;
  }

  /** Three tries a call of four seconds each; a new call takes as long, under another number. */
  private static Line next(Line line, long delayNs, Random random) {
    long freeNs = line.freeNs + delayNs + 4 * SECOND;
    return line.tries < 3
        ? new Line(freeNs, line.tries + 1, line.from)
        : new Line(freeNs + 4 * SECOND, 1, "+491" + random.nextInt(NUMBERS));
  }

  /** A bridge that knows nothing but what is in the database. */
  private void start(MemoryPins pins) {
    PinGateway gateway = new PinGateway(pins, pins.numbers(NUMBER), clock, null);
    Guesses guesses = new Guesses(config.pin(), clock, gateway, counters, fact -> {});
    bridge = new Admissions(config, gateway, guesses);
  }

  private AdmissionAnswer key(String from, int pin, int attempt) {
    Caller caller =
        new Caller(CallId.random(), new PhoneNumber(from), "ip:127.0.0.1", new PhoneNumber(NUMBER));
    return bridge.check(new Check(caller, new Pin(String.format("%06d", pin)), attempt)).result();
  }
}
