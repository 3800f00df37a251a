package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoke.audio.Codec;
import org.convoke.bus.LegReport;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;

/** What the media plane tells of itself. */
class ReadingsTest {
  private static final RoomId ROOM = RoomId.random();

  private final TestBridge bridge = new TestBridge();

  @Test
  void packetsOfAllLegsAreCountedWithinASecondAndNotForgottenWithThem() {
    TestPhone one = bridge.call(Codec.PCMU, 500, ROOM);
    TestPhone other = bridge.call(Codec.PCMA, 0, ROOM);
    bridge.run(5_000);
    MediaReadings live = bridge.plane.readings();
    assertThat(live.phones()).isEqualTo(2);
    assertThat(live.browsers()).isZero();
    assertThat(live.received()).isBetween(390L, 500L);
    assertThat(live.sent()).isBetween(390L, 500L);
    assertThat(live.playedSeconds()).isBetween(7.5, 10.0);
    assertThat(live.lost() + live.refused() + live.late() + live.framesSkipped()).isZero();
    LegReport first = bridge.report(one.leg);
    LegReport second = bridge.report(other.leg);
    bridge.plane.close(one.leg);
    bridge.plane.close(other.leg);
    bridge.run(1_000);
    MediaReadings after = bridge.plane.readings();
    assertThat(after.phones()).isZero();
    assertThat(after.received()).isEqualTo(first.packetsReceived() + second.packetsReceived());
    assertThat(after.sent()).isEqualTo(first.packetsSent() + second.packetsSent());
  }

  @Test
  void aTickInTimeIsNotLateAndOneThatIsGoesToItsBucket() {
    bridge.call(Codec.PCMU, 500, ROOM);
    bridge.run(1_000);
    assertThat(bridge.plane.readings().ticksLate()).isZero();
    long before = bridge.plane.readings().ticks().getFirst();
    assertThat(before).isGreaterThan(45);
    bridge.nowNs += 40_000_000;
    bridge.run(100);
    MediaReadings late = bridge.plane.readings();
    assertThat(late.ticksLate()).isEqualTo(1);
    assertThat(late.latenessSeconds()).isBetween(0.02, 0.1);
    assertThat(MediaReadings.latenessBounds()).hasSize(late.ticks().size() - 1).isSorted();
  }

  @Test
  void framesThatAreGivenUpAfterALongStopAreCounted() {
    bridge.call(Codec.PCMU, 500, ROOM);
    bridge.run(1_000);
    bridge.nowNs += 1_000_000_000L;
    bridge.run(20);
    assertThat(bridge.plane.readings().framesSkipped()).isBetween(40L, 50L);
  }

  @Test
  void eachLoopSaysWhenItTurnedLast() {
    bridge.run(10);
    long turned = bridge.nowNs;
    bridge.nowNs += 3_000_000_000L;
    assertThat(bridge.plane.readings().loops())
        .hasSize(2)
        .allSatisfy(loop -> {
          assertThat(loop.turnedNs()).isEqualTo(turned);
          assertThat(loop.tasksWaiting()).isZero();
          assertThat(loop.name()).startsWith("media-");
        });
  }

  @Test
  void portsThatAreTakenOrRestAreNotFree() {
    int free = bridge.plane.readings().portsFree();
    TestPhone phone = bridge.call(Codec.PCMU, 0, ROOM);
    bridge.run(100);
    assertThat(bridge.plane.readings().portsFree()).isEqualTo(free - 1);
    bridge.plane.close(phone.leg);
    bridge.run(100);
    assertThat(bridge.plane.readings().portsFree()).isEqualTo(free - 1);
    bridge.run(10_000);
    assertThat(bridge.plane.readings().portsFree()).isEqualTo(free);
  }

  @Test
  void latenessIsSortedByItsUpperBounds() {
    LoopCounters counters = new LoopCounters();
    counters.ticked(2, -5);
    counters.ticked(1, 1_000_000);
    counters.ticked(1, 1_000_001);
    counters.ticked(4, 900_000_000L);
    assertThat(counters.ticks(0)).isEqualTo(3);
    assertThat(counters.ticks(1)).isEqualTo(1);
    assertThat(counters.ticks(MediaReadings.LATENESS_MS.length)).isEqualTo(4);
  }
}
