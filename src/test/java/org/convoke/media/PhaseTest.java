package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoke.audio.Codec;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A room's ticks come to lie right behind the packets of those who talk. */
class PhaseTest {
  private static final RoomId ROOM = RoomId.random();
  private final TestBridge bridge = new TestBridge();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void theTickFollowsTheTalkersPacketsClosely(int talker) {
    for (int i = 0; i < 5; i++) {
      bridge.call(Codec.PCMU, 500 + 300 * i, ROOM).talking = i == talker;
    }
    bridge.run(6000);
    assertThat(bridge.report(bridge.phones.get(talker).leg).bufferMs()).isBetween(0.0, 6.0);
  }

  @Test
  void nobodyWhoTalksIsHeldTooShortForTheSakeOfAnother() {
    for (int i = 0; i < 3; i++) {
      bridge.call(Codec.PCMU, 500 + 300 * i, ROOM);
    }
    bridge.run(10_000);
    for (TestPhone phone : bridge.phones) {
      var report = bridge.report(phone.leg);
      assertThat(report.concealedShare()).isLessThan(0.01);
      assertThat(report.bufferMs()).isBetween(1.0, 23.0);
    }
  }

  @Test
  void noPacketIsMoreThanASlotOffItsTime() {
    for (int i = 0; i < 4; i++) {
      bridge.call(Codec.PCMU, 500 + 300 * i, ROOM).talking = i == 0;
    }
    bridge.run(500);
    TestPhone listener = bridge.phones.get(2);
    int before = listener.packets;
    int quietMs = 0;
    for (int ms = 0; ms < 6000; ms++) {
      bridge.run(1);
      quietMs = listener.packets == before ? quietMs + 1 : 0;
      before = listener.packets;
      assertThat(quietMs).isLessThan(20);
    }
  }

  @Test
  void ticksStayWhereTheyAreWhileNobodyTalks() {
    PhaseSteering steering = new PhaseSteering();
    for (int i = 0; i < 100; i++) {
      assertThat(steering.earlier()).isFalse();
    }
  }

  @Test
  void theOneWithTheLeastToSpareDecides() {
    PhaseSteering steering = new PhaseSteering();
    int steps = 0;
    for (int i = 0; i < PhaseSteering.STEP_FRAMES * 10; i++) {
      steering.talks(15_000_000);
      steering.talks(i < PhaseSteering.STEP_FRAMES * 4 ? 9_000_000 : 1_000_000);
      steps += steering.earlier() ? 1 : 0;
    }
    assertThat(steps).isEqualTo(4);
  }

  @Test
  void aCrowdedSlotTakesNoMore() {
    Phases phases = new Phases();
    Crowd[] crowds = new Crowd[Phases.SLOTS];
    for (int i = 0; i < crowds.length; i++) {
      crowds[i] = new Crowd(i == 0 ? 1000 : 1);
      assertThat(phases.add(crowds[i])).isEqualTo(i);
    }
    assertThat(phases.moveEarlier(crowds[1])).as("the slot before holds a thousand").isFalse();
    assertThat(phases.moveEarlier(crowds[3])).isTrue();
    assertThat(phases.count(2)).isEqualTo(2);
    assertThat(phases.count(3)).isZero();
    phases.remove(crowds[3]);
    assertThat(phases.count(2)).isEqualTo(1);
    assertThat(phases.moveEarlier(crowds[3])).as("it is no ticker any more").isFalse();
  }

  private record Crowd(int weight) implements Ticker {
    @Override
    public void start(long firstNs) {}

    @Override
    public void tick(long nowNs) {}

    @Override
    public void fail(long nowNs) {}
  }
}
