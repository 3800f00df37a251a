package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import org.convoke.audio.Clip;
import org.convoke.audio.Codec;
import org.convoke.audio.OpusLibrary;
import org.convoke.audio.Sound;
import org.convoke.audio.ToneGenerator;
import org.convoke.id.LegId;
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
    TestBridge bridge = new TestBridge(TestBridge.config(1, true));
    RoomId room = RoomId.random();
    for (int i = 0; i < 20; i++) {
      TestPhone phone = bridge.call(codec, 400 + 100 * i, room);
      phone.talking = i < 3;
    }
    assertThatTicksAllocateNothing(bridge, TICKS);
  }

  /** Each of them hears all but one of those who talk. */
  @ParameterizedTest
  @EnumSource(
      value = Codec.class,
      names = {"PCMU"})
  void neitherDoesOneInWhichNobodyHearsAll(Codec codec) {
    TestBridge bridge = new TestBridge(TestBridge.config(1, true));
    RoomId room = RoomId.random();
    for (int i = 0; i < 20; i++) {
      TestPhone phone = bridge.call(codec, 400 + 100 * i, room);
      phone.talking = i < 3;
    }
    for (int i = 0; i < 20; i++) {
      Set<LegId> unheard = Set.of(bridge.phones.get((i + 1) % 3).leg);
      bridge.plane.adjust(
          bridge.phones.get(i).leg, new MixSettings(false, false, false, 0, 0, unheard));
    }
    assertThatTicksAllocateNothing(bridge, TICKS);
  }

  /** With the audio level in each packet; on two loops, so that half of them come by a ring. */
  @ParameterizedTest
  @EnumSource(
      value = Codec.class,
      names = {"PCMU", "OPUS"})
  void neitherDoBrowsersInIt(Codec codec) {
    assumeThat(codec != Codec.OPUS || OpusLibrary.choose("auto").isNative()).isTrue();
    TestBridge bridge = new TestBridge(TestBridge.config(2, true));
    bridge.withoutSrtp();
    RoomId[] rooms = {RoomId.random(), RoomId.random()};
    int browsers = codec == Codec.OPUS ? 6 : 20;
    for (int i = 0; i < browsers; i++) {
      TestBrowser browser = bridge.browser(codec, 400 + 100 * i, rooms[i % 2]);
      browser.alive = false;
      browser.phone.talking = i < 4;
      browser.phone.levelId = browser.levelExtension;
      browser.phone.level = i < 4 ? 15 : 127;
    }
    assertThatTicksAllocateNothing(bridge, codec == Codec.OPUS ? TICKS / 5 : TICKS);
  }

  private static void assertThatTicksAllocateNothing(TestBridge bridge, int ticks) {
    bridge.recording = false;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Feed feed = new Feed(bridge);
    // Longer than the test: the lookup of a sound's samples is the only thing that may allocate.
    bridge.plane.play(
        bridge.phones.get(5).leg,
        Playback.endless(1, List.of(new Sound.Music(), new Sound.Silence(10_000_000))));
    short[] tone = ToneGenerator.sine(700, 1234, -20, Clip.RATE);
    bridge.plane.play(
        bridge.phones.get(4).leg,
        new Playback(2, List.of(new Sound.Recording(Clip.of(tone, Clip.RATE))), 0, 3));
    feed.ticks(500);
    long allocated = 0;
    long thread = Thread.currentThread().threadId();
    for (int i = 0; i < ticks; i++) {
      feed.phones(i);
      for (int ms = 0; ms < 20; ms++) {
        bridge.nowNs += 1_000_000;
        long before = threads.getThreadAllocatedBytes(thread);
        bridge.turn();
        allocated += threads.getThreadAllocatedBytes(thread) - before;
      }
    }
    // An allocation of a tick would be 16 bytes at least. The JVM itself makes a few objects in
    // all, when it gives up a compiled form and rebuilds what that had kept in registers; two loops
    // with browsers have about twice the code that this can happen to.
    assertThat(allocated).isLessThan(ticks / 2 * bridge.plane.loops().length);
    assertThat(bridge.phones.get(5).packets).isGreaterThan(ticks);
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
