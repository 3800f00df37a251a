package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.audio.Sound;
import org.convoke.id.RoomId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tick allocates nothing: 20 legs, three of which talk and one of which is played to. */
class AllocationTest {
  private static final int TICKS = 10_000;

  @ParameterizedTest
  @EnumSource(
      value = Codec.class,
      names = {"PCMU", "G722"})
  void tenThousandTicksOfARoomAllocateNothing(Codec codec) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    TestBridge bridge = new TestBridge(TestBridge.config(1, true));
    RoomId room = RoomId.random();
    for (int i = 0; i < 20; i++) {
      TestPhone phone = bridge.call(codec, 400 + 100 * i, room);
      phone.talking = i < 3;
    }
    Feed feed = new Feed(bridge);
    // Longer than the test: the lookup of a sound's samples is the only thing that may allocate.
    bridge.plane.play(
        bridge.phones.get(5).leg,
        new Playback(1, List.of(new Sound.Music(), new Sound.Silence(10_000_000)), true));
    feed.ticks(500);
    MediaLoop loop = bridge.plane.loops()[0];
    long allocated = 0;
    long thread = Thread.currentThread().threadId();
    for (int i = 0; i < TICKS; i++) {
      feed.phones(i);
      for (int ms = 0; ms < 20; ms++) {
        bridge.nowNs += 1_000_000;
        long before = threads.getThreadAllocatedBytes(thread);
        loop.turn(bridge.nowNs);
        allocated += threads.getThreadAllocatedBytes(thread) - before;
      }
    }
    // An allocation of a tick would be 16 bytes at least. The JVM itself makes a few objects in
    // all,
    // when it gives up a compiled form and rebuilds what that had kept in registers.
    assertThat(allocated).isLessThan(TICKS / 2);
    assertThat(bridge.phones.get(5).packets).isGreaterThan(TICKS);
  }

  /** Phones that send every frame at once; what they record is thrown away. */
  private record Feed(TestBridge bridge) {
    void phones(int tick) {
      for (int p = 0; p < bridge.phones.size(); p++) {
        bridge.phones.get(p).frame();
        bridge.phones.get(p).forgetHeard();
      }
    }

    void ticks(int count) {
      for (int i = 0; i < count; i++) {
        phones(i);
        for (int ms = 0; ms < 20; ms++) {
          bridge.nowNs += 1_000_000;
          bridge.turn();
        }
      }
    }
  }
}
