package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;

/** A large room's packets leave spread over the slots, each listener's always in the same. */
class PacingTest {
  private static final RoomId ROOM = RoomId.random();
  private static final int SLOT = SendPacing.SLICE;
  private static final int FRAME_MS = 20;
  private static final int PER_FRAME = 160;

  /** Of one loop, so that seats are in the order of the calls. */
  private final TestBridge bridge = new TestBridge(TestBridge.config(1, false));

  @Test
  void whatIsDueGrowsBySlices() {
    SendPacing pacing = new SendPacing();
    pacing.begin(200, 5_000_000);
    assertThat(pacing.due(5_000_000)).isEqualTo(SLOT);
    assertThat(pacing.due(5_999_999)).isEqualTo(SLOT);
    assertThat(pacing.due(6_000_000)).isEqualTo(2 * SLOT);
    assertThat(pacing.due(8_100_000)).isEqualTo(4 * SLOT);
    assertThat(pacing.due(4_000_000)).as("a clock that is behind").isEqualTo(SLOT);
  }

  @Test
  void whatIsDueIsAllBeforeTheNextFrameHoweverLargeTheRoom() {
    SendPacing pacing = new SendPacing();
    for (int count : new int[] {1, 64, 65, 600, 1200, 8192}) {
      pacing.begin(count, 0);
      assertThat(pacing.due((SendPacing.MOST_SLOTS - 1) * Phases.SLOT_NS))
          .isGreaterThanOrEqualTo(count);
      assertThat(pacing.due(Long.MAX_VALUE)).isGreaterThanOrEqualTo(count);
    }
  }

  @Test
  void aRoomThatIsTooLargeForThatIsSentInOneGo() {
    SendPacing pacing = new SendPacing();
    int most = SLOT * SendPacing.MOST_SLOTS;
    pacing.begin(most, 0);
    assertThat(pacing.due(0)).isEqualTo(SLOT);
    pacing.begin(most + 1, 0);
    assertThat(pacing.due(0)).isEqualTo(most + 1);
  }

  @Test
  void nobodyHasJitterAndNoSlotHasMoreThanItsShare() {
    room(3 * SLOT);
    int[] sentAt = new int[bridge.phones.size()];
    for (int ms = 0; ms < 40 * FRAME_MS; ms++) {
      int[] before = bridge.phones.stream().mapToInt(phone -> phone.packets).toArray();
      bridge.run(1);
      int sent = 0;
      for (int i = 0; i < before.length; i++) {
        if (bridge.phones.get(i).packets != before[i]) {
          sent++;
          assertThat(ms - sentAt[i]).isIn(ms < FRAME_MS ? ms : FRAME_MS, FRAME_MS);
          sentAt[i] = ms;
        }
      }
      assertThat(sent).isLessThanOrEqualTo(SLOT);
    }
  }

  @Test
  void allHearWhoTalks() {
    room(3 * SLOT);
    bridge.phones.getFirst().talking = true;
    bridge.run(1000);
    bridge.forgetHeard();
    bridge.run(500);
    for (TestPhone phone : bridge.phones.subList(1, bridge.phones.size())) {
      assertThat(phone.hears(500, 0)).isGreaterThan(-30);
    }
  }

  @Test
  void whoGoesWhileAFrameIsSentTakesNobodysPlace() {
    room(3 * SLOT);
    List<TestPhone> all = List.copyOf(bridge.phones);
    toTheMiddleOfAFrame();
    plane().close(all.get(3).leg);
    plane().close(all.get(2 * SLOT + 3).leg);
    int[] before = all.stream().mapToInt(phone -> phone.packets).toArray();
    bridge.run(FRAME_MS / 2);
    for (int i = 0; i < all.size(); i++) {
      if (i != 3 && i != 2 * SLOT + 3) {
        assertThat(all.get(i).packets - before[i]).as("of " + i).isEqualTo(i < SLOT ? 0 : 1);
      }
    }
  }

  @Test
  void whoLeavesTheRoomWhileAFrameIsSentKeepsItsTime() {
    room(3 * SLOT);
    TestPhone last = bridge.phones.getLast();
    toTheMiddleOfAFrame();
    long timestamp = last.lastTimestamp;
    plane().leave(last.leg);
    while (last.lastTimestamp == timestamp) {
      bridge.run(1);
    }
    assertThat(last.lastTimestamp - timestamp).isEqualTo(2 * PER_FRAME);
  }

  @Test
  void whoChangesItsCodecWhileAFrameIsSentGetsNoneOfTheOld() {
    room(3 * SLOT);
    bridge.phones.getFirst().talking = true;
    TestPhone last = bridge.phones.getLast();
    TestPhone other = new TestPhone(bridge.net, Codec.G722, "10.0.9.9", 59_000, 0);
    toTheMiddleOfAFrame();
    LegSettings g722 = other.settings(address(other), address(other).getAddress());
    plane().connect(last.leg, g722);
    bridge.run(5);
    assertThat(other.packets).isZero();
    bridge.run(200);
    assertThat(other.packets).isGreaterThan(5);
    assertThat(other.sequenceGaps).isZero();
    assertThat(other.hears(500, 100)).isGreaterThan(-30);
  }

  @Test
  void whoIsStillToBeSentAFrameGetsItAtTheRateThatItWasMixedAt() {
    room(3 * SLOT);
    TestPhone last = bridge.phones.getLast();
    toTheMiddleOfAFrame();
    int before = last.packets;
    bridge.call(Codec.G722, 500, ROOM).talking = false;
    bridge.run(1);
    assertThat(last.packets).as("two slots early, for the rate changes").isEqualTo(before + 1);
  }

  private MediaPlane plane() {
    return bridge.plane;
  }

  private static InetSocketAddress address(TestPhone phone) {
    return phone.address.toSocketAddress();
  }

  /** So many listeners whose packets come all the time. */
  private void room(int count) {
    for (int i = 0; i < count; i++) {
      bridge.call(Codec.PCMU, 500, ROOM).talking = false;
    }
    bridge.run(500);
  }

  /** The first has its packet, the last does not have its. */
  private void toTheMiddleOfAFrame() {
    TestPhone first = bridge.phones.getFirst();
    int before = first.packets;
    while (first.packets == before) {
      bridge.run(1);
    }
  }
}
