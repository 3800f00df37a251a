package org.convoke.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.convoke.clock.Clock;
import org.convoke.health.Liveness.State;
import org.junit.jupiter.api.Test;

/** When a part counts as dead, in virtual time. */
class RoundTest {
  private static final long MS = 1_000_000L;

  /** Answers after a while, or not. */
  private static final class Part implements Probe {
    private final String name;
    private long afterMs = 10;
    private Outcome otherwise = Outcome.MISSED;
    private long askedNs;
    private boolean answered;
    private int asked;

    Part(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void ask(long nowNs) {
      asked++;
      askedNs = nowNs;
      answered = false;
    }

    @Override
    public boolean look(long nowNs) {
      answered = afterMs >= 0 && nowNs - askedNs >= afterMs * MS;
      return answered;
    }

    @Override
    public Outcome outcome() {
      return answered ? Outcome.ANSWERED : otherwise;
    }

    @Override
    public String reason() {
      return name + " is silent.";
    }
  }

  private final Part sip = new Part("sip_udp");
  private final Part media = new Part("media");
  private long nowNs = 5_000_000_000_000L;
  private final Round round = new Round(List.of(sip, media), nowNs);

  private void run(long ms) {
    for (long i = 0; i < ms; i += 100) {
      nowNs += 100 * MS;
      round.turn(nowNs);
    }
  }

  private State state(Part part) {
    return round.liveness().states().get(part.name());
  }

  @Test
  void whoAnswersIsAskedEveryFiveSecondsAndLives() {
    run(60_000);
    assertThat(sip.asked).isBetween(11, 13);
    assertThat(round.liveness().states())
        .isEqualTo(Map.of("sip_udp", State.LIVE, "media", State.LIVE));
    assertThat(round.reasons()).isEmpty();
    assertThat(round.answerSeconds().get("media")).isBetween(0.0, 0.2);
  }

  @Test
  void deathIsNoticedWithinTwelveSecondsAtWhicheverMomentItComes() {
    for (int moment = 0; moment < 5_000; moment += 300) {
      sip.afterMs = 10;
      run(20_000 + moment);
      assertThat(state(sip)).as("before, " + moment).isEqualTo(State.LIVE);
      sip.afterMs = -1;
      run(12_000);
      assertThat(state(sip)).as("after, " + moment).isEqualTo(State.DEAD);
      assertThat(round.reasons()).containsEntry("sip_udp", "sip_udp is silent.");
      assertThat(state(media)).isEqualTo(State.LIVE);
    }
  }

  @Test
  void oneMissIsNoDeathAndOneAnswerBringsBackWhoWasDead() {
    run(10_000);
    sip.afterMs = -1;
    run(5_000);
    sip.afterMs = 10;
    run(5_000);
    assertThat(round.liveness().misses().get("sip_udp")).isEqualTo(1);
    assertThat(state(sip)).isEqualTo(State.LIVE);
    sip.afterMs = -1;
    run(12_000);
    assertThat(round.liveness().anyDead()).isTrue();
    sip.afterMs = 1_500;
    run(7_000);
    assertThat(round.liveness().anyDead()).isFalse();
    assertThat(round.reasons()).isEmpty();
  }

  @Test
  void whoAnswersOthersIsBusyAndNeverDead() {
    sip.afterMs = -1;
    sip.otherwise = Outcome.BUSY;
    run(60_000);
    assertThat(state(sip)).isEqualTo(State.BUSY);
    assertThat(round.liveness().anyDead()).isFalse();
    assertThat(round.liveness().misses().get("sip_udp")).isGreaterThan(8);
  }

  @Test
  void whoCouldNotBeAskedStaysWhatHeWas() {
    run(6_000);
    sip.afterMs = -1;
    sip.otherwise = Outcome.UNASKED;
    run(60_000);
    assertThat(state(sip)).isEqualTo(State.LIVE);
  }

  @Test
  void aProcessThatWasStoppedBlamesNobody() {
    run(10_000);
    sip.afterMs = -1;
    for (int i = 0; i < 5; i++) {
      nowNs += 20_000 * MS;
      round.turn(nowNs);
      run(300);
      nowNs += 2_000 * MS;
      round.turn(nowNs);
    }
    assertThat(state(sip)).isEqualTo(State.LIVE);
  }

  @Test
  void anEventLoopThatDoesNotRunItsTaskIsBlockedAndTheWaitIsMeasured() {
    List<Runnable> waiting = new ArrayList<>();
    Executor quick = Runnable::run;
    Executor slow = waiting::add;
    Clock clock =
        new Clock() {
          @Override
          public long nowNs() {
            return nowNs;
          }

          @Override
          public java.time.Instant now() {
            return java.time.Instant.EPOCH;
          }
        };
    EventLoopsProbe probe = new EventLoopsProbe(List.of(quick, slow), clock);
    nowNs += MS;
    probe.ask(nowNs);
    nowNs += 300 * MS;
    assertThat(probe.look(nowNs)).isFalse();
    assertThat(probe.outcome()).isEqualTo(Outcome.MISSED);
    assertThat(probe.reason()).isEqualTo("1 of 2 event loops are blocked.");
    waiting.removeFirst().run();
    assertThat(probe.look(nowNs)).isTrue();
    assertThat(probe.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(probe.delays().getFirst()).isEqualTo(1);
    assertThat(probe.delaySeconds()).isEqualTo(0.3);
    assertThat(probe.delays().stream().mapToLong(it -> it).sum()).isEqualTo(2);
  }

  @Test
  void mediaLoopsMustTurnAfterTheyWereAsked() {
    long[] turned = {nowNs, nowNs};
    LoopsProbe probe = new LoopsProbe(() -> turned);
    nowNs += MS;
    probe.ask(nowNs);
    turned[0] = nowNs + MS;
    assertThat(probe.look(nowNs)).isFalse();
    assertThat(probe.outcome()).isEqualTo(Outcome.MISSED);
    turned[1] = nowNs;
    assertThat(probe.outcome()).isEqualTo(Outcome.ANSWERED);
  }
}
