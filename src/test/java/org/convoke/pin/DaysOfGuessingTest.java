package org.convoke.pin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
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
 * Days of guessing on 50 lines by one trunk, in virtual time, while the bridge is killed every ten
 * minutes; how many wrong PINs are looked at is bounded, and who has the right one gets in.
 */
class DaysOfGuessingTest {
  private static final String NUMBER = "1000";
  private static final int LINES = 50;
  private static final int HONEST_A_DAY = 500;
  private static final int BUDGET = 100;
  private static final int EACH = 2;
  private static final int BRIDGE = 15_000;
  private static final long SECOND = 1_000_000_000L;
  private static final long DAY = 86_400 * SECOND;

  /** So long he guesses each day: what a day allows is used up by then. */
  private static final long NIGHT = 5 * 3_600 * SECOND;

  private final Config config = ConfigLoader.load(null, Map.of(), Map.of());
  private final PinCounters counters = new PinCounters();
  private final Random random = new Random(7);
  private final List<String> right = new ArrayList<>();
  private final List<Integer> lookedAt = new ArrayList<>();
  private long nowNs;
  private long killNs;
  private int forged;
  private int entries;
  private double expected;
  private int honestIn;
  private int honestCalls;
  private MemoryPins pins;
  private PinGateway gateway;
  private Admissions bridge;

  private final Clock clock =
      new Clock() {
        @Override
        public long nowNs() {
          return nowNs;
        }

        @Override
        public Instant now() {
          return Instant.ofEpochSecond(1_767_225_600, nowNs);
        }
      };

  private record Line(long freeNs, int tries, String from) implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      return Long.compare(freeNs, other.freeNs);
    }
  }

  @Test
  void fiveThousandNumbersHaveTwoTriesEachOnceTheDaysBudgetIsUsedUp() {
    rooms(50, 4, false);
    rooms(50, 6, false);
    guess(3, 5_000);
    assertThat(lookedAt.getFirst()).isBetween(5_000, BUDGET + EACH * 5_000);
    // Each day's hundred, two of each number, and the slips of honest callers. Whoever hit before
    // anybody was slowed is known, and has ten a day.
    int all = lookedAt.stream().mapToInt(Integer::intValue).sum();
    assertThat(all).isLessThan(3 * (BUDGET + 10 * 5 + HONEST_A_DAY / 25) + EACH * 5_000);
    assertThat(lookedAt.getLast()).isLessThan(1_500);
    assertThat((double) entries).isBetween(expected - 4 * Math.sqrt(expected), likely(expected));
    assertThat(honestIn).isEqualTo(honestCalls);
  }

  @Test
  void roomsOfSixDigitsAreEnteredAboutOnceOnTheFirstDayAndHardlyEverAfter() {
    rooms(100, 6, false);
    guess(3, 5_000);
    assertThat(expected).isBetween(0.9, 1.3);
    assertThat((double) entries).isLessThan(likely(expected));
    assertThat(honestIn).isEqualTo(honestCalls);
  }

  @Test
  void aGuesserWhoForgesANewNumberEachTimeIsStoppedByTheBridgesDay() {
    rooms(100, 6, false);
    guess(2, 0);
    // What is judged at the very moment when a budget runs out may be one more a line.
    assertThat(lookedAt).allMatch(wrong -> wrong >= BUDGET && wrong <= BRIDGE + LINES);
    assertThat(honestIn).as("of those who are known, all").isGreaterThan(honestCalls / 2);
  }

  @Test
  void whereThereIsAHostGuessersWaitForHimAndKnownCallersDoNot() {
    rooms(50, 4, true);
    rooms(50, 6, true);
    guess(2, 5_000);
    assertThat(entries).as("within the day's budget, twice").isLessThan(8);
    assertThat(honestIn).isEqualTo(honestCalls);
  }

  /** What is hardly ever exceeded by chance. */
  private static double likely(double expected) {
    return expected + 4 * Math.sqrt(expected) + 1;
  }

  /**
   * @param numbers that the guesser calls under; 0: a new one each time
   */
  private void guess(int days, int numbers) {
    start();
    for (int i = 0; i < HONEST_A_DAY / 2; i++) {
      key(known(i), right.get(i % right.size()), 1);
    }
    gateway.writeKnown();
    int before = 0;
    for (int day = 0; day < days; day++) {
      PriorityQueue<Line> lines = new PriorityQueue<>();
      for (int i = 0; i < LINES; i++) {
        lines.add(new Line(day * DAY + i * SECOND / 10, 1, number(numbers)));
      }
      for (int honest = 0; honest < HONEST_A_DAY; honest++) {
        long untilNs = day * DAY + honest * DAY / HONEST_A_DAY;
        while (lines.peek().freeNs < Math.min(untilNs, day * DAY + NIGHT)) {
          turn(lines, numbers);
        }
        nowNs = Math.max(nowNs, untilNs);
        honest(honest, day);
      }
      int wrong = pins.counted("bridge");
      lookedAt.add(wrong - before);
      before = wrong;
    }
  }

  private void turn(PriorityQueue<Line> lines, int numbers) {
    Line line = lines.poll();
    nowNs = Math.max(nowNs, line.freeNs);
    if (nowNs >= killNs) {
      killNs = nowNs + 600 * SECOND;
      start();
    }
    long unseen = counters.unseen.sum();
    int length = right.get(random.nextInt(right.size())).length();
    String pin = pin(length);
    AdmissionAnswer answer = key(line.from, pin, line.tries);
    if (counters.unseen.sum() == unseen) {
      long same = right.stream().filter(one -> one.length() == length).count();
      expected += same / (9 * Math.pow(10, length - 1));
    }
    long delayMs =
        switch (answer) {
          case Reject rejected -> rejected.delayMs();
          case Admit admitted -> {
            entries += admitted.lobby() ? 0 : 1;
            yield admitted.delayMs();
          }
          default -> throw new AssertionError(answer);
        };
    assertThat(delayMs).isLessThanOrEqualTo(30_000);
    long freeNs = nowNs + delayMs * 1_000_000 + 4 * SECOND;
    lines.add(
        line.tries < 3
            ? new Line(freeNs, line.tries + 1, line.from)
            : new Line(freeNs + 4 * SECOND, 1, number(numbers)));
  }

  /** Every other one has called before; of the others one in 25 mistypes first. */
  private void honest(int which, int day) {
    boolean known = which % 2 == 0;
    String from = known ? known(which / 2) : "+4930" + (day * HONEST_A_DAY + which);
    String pin = right.get(which % right.size());
    honestCalls++;
    if (which % 25 == 1) {
      String wrong = pin(pin.length());
      while (right.contains(wrong)) {
        wrong = pin(pin.length());
      }
      key(from, wrong, 1);
    }
    AdmissionAnswer answer = key(from, pin, 2);
    if (answer instanceof Admit admitted) {
      honestIn++;
      if (known) {
        assertThat(admitted).isEqualTo(new Admit(admitted.room(), admitted.role(), false, 0));
      }
    } else {
      assertThat(known).as("one who is known is refused").isFalse();
    }
  }

  private static String known(int which) {
    return "+4940" + which;
  }

  private String number(int numbers) {
    return "+491" + (numbers == 0 ? 1_000_000 + forged++ : random.nextInt(numbers));
  }

  private void rooms(int count, int length, boolean hosts) {
    if (pins == null) {
      pins = new MemoryPins(hosts);
    }
    for (int i = 0; i < count; ) {
      String pin = pin(length);
      if (!right.contains(pin)) {
        right.add(pin);
        pins.room(pin);
        i++;
      }
    }
  }

  private String pin(int length) {
    int least = (int) Math.pow(10, length - 1);
    return Integer.toString(least + random.nextInt(9 * least));
  }

  /** A bridge that knows nothing but what is in the database. */
  private void start() {
    gateway = new PinGateway(pins, pins.numbers(NUMBER), clock, null);
    Guesses guesses = new Guesses(config.pin(), clock, gateway, counters, fact -> {});
    bridge = new Admissions(config, gateway, guesses);
  }

  private AdmissionAnswer key(String from, String pin, int attempt) {
    Caller caller =
        new Caller(CallId.random(), new PhoneNumber(from), "trk", new PhoneNumber(NUMBER));
    return bridge.check(new Check(caller, new Pin(pin), attempt)).result();
  }
}
