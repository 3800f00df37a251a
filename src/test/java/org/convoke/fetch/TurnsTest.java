package org.convoke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final List<String> began = new ArrayList<>();

  @Test
  void letsInAtOnceWhatHasAPlaceAndTheRestInTheirOrder() {
    Turns turns = new Turns(100, 2, 100);
    Turns.Turn first = take(turns, "a", "1");
    take(turns, "a", "2");
    take(turns, "a", "3");
    take(turns, "a", "4");
    assertThat(began).containsExactly("1", "2");
    first.giveBack();
    assertThat(began).containsExactly("1", "2", "3");
  }

  @Test
  void aHostThatIsFullKeepsNoOtherWaiting() {
    Turns turns = new Turns(100, 1, 100);
    take(turns, "slow", "1");
    take(turns, "slow", "2");
    take(turns, "quick", "3");
    assertThat(began).containsExactly("1", "3");
  }

  @Test
  void givingBackTwiceFreesOnePlace() {
    Turns turns = new Turns(2, 1, 100);
    Turns.Turn first = take(turns, "a", "1");
    take(turns, "a", "2");
    take(turns, "a", "3");
    first.giveBack();
    first.giveBack();
    assertThat(began).containsExactly("1", "2");
  }

  @Test
  void whoLeavesTheLineIsNotCalled() {
    Turns turns = new Turns(2, 1, 100);
    Turns.Turn first = take(turns, "a", "1");
    Turns.Turn second = take(turns, "a", "2");
    take(turns, "a", "3");
    second.giveBack();
    first.giveBack();
    assertThat(began).containsExactly("1", "3");
    assertThat(turns.waiting()).isZero();
  }

  @Test
  void tooManyThatWaitAreTurnedAway() {
    Turns turns = new Turns(1, 1, 1);
    take(turns, "a", "1");
    assertThat(turns.take("a", () -> began.add("2"))).isNotNull();
    assertThat(turns.take("a", () -> began.add("3"))).isNull();
    assertThat(turns.take("b", () -> began.add("4"))).isNull();
  }

  @Test
  void aHundredSlowHostsLeavePlacesToTheQuick() {
    Turns turns = new Turns(512, 16, 4096);
    for (int host = 0; host < 100; host++) {
      for (int i = 0; i < 20; i++) {
        take(turns, "slow" + host, "slow");
      }
    }
    began.clear();
    for (int i = 0; i < 10; i++) {
      Turns.Turn one = take(turns, "quick", "quick");
      Turns.Turn two = take(turns, "quick", "quick");
      assertThat(began).hasSize(2 * i + 2).containsOnly("quick");
      one.giveBack();
      two.giveBack();
    }
  }

  @Test
  void neverExceedsItsBoundsAndForgetsNobody() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int most = 1 + random.nextInt(10);
      int perHost = 1 + random.nextInt(5);
      Turns turns = new Turns(most, perHost, 1000);
      Map<Turns.Turn, String> taken = new HashMap<>();
      Deque<String> started = new ArrayDeque<>();
      int asked = 0;
      for (int step = 0; step < 200; step++) {
        if (random.nextBoolean() || taken.isEmpty()) {
          String host = "h" + random.nextInt(4);
          taken.put(turns.take(host, () -> started.add(host)), host);
          asked++;
        } else {
          Turns.Turn any = new ArrayList<>(taken.keySet()).get(random.nextInt(taken.size()));
          taken.remove(any);
          any.giveBack();
        }
        assertThat(turns.running()).as("seed %d", seed).isLessThanOrEqualTo(most);
        assertThat(turns.running() + turns.waiting()).as("seed %d", seed).isEqualTo(taken.size());
      }
      new ArrayList<>(taken.keySet()).forEach(Turns.Turn::giveBack);
      assertThat(turns.running()).as("seed %d", seed).isZero();
      assertThat(turns.waiting()).as("seed %d", seed).isZero();
      assertThat(started.size()).as("seed %d", seed).isLessThanOrEqualTo(asked);
    }
  }

  private Turns.Turn take(Turns turns, String host, String name) {
    return turns.take(host, () -> began.add(name));
  }
}
