package org.convoke.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import org.convoke.media.MediaReadings.LoopReading;

/** Reads off a media plane what it counted, without a lock that a loop could wait for. */
record MediaMeter(
    Collection<LegHandle> legs,
    PortPool ports,
    Browsers browsers,
    MediaLoop[] loops,
    LoopThreads threads) {

  MediaReadings read(long nowNs) {
    int phones = 0;
    int browserLegs = 0;
    for (LegHandle handle : legs) {
      if (handle.rtpPort == 0) {
        browserLegs++;
      } else {
        phones++;
      }
    }
    List<Long> ticks = new ArrayList<>();
    for (int i = 0; i <= MediaReadings.LATENESS_MS.length; i++) {
      int bucket = i;
      ticks.add(sum(loop -> loop.counters().ticks(bucket)));
    }
    return new MediaReadings(
        phones,
        browserLegs,
        ports.free(nowNs),
        ports.exhausted(),
        sum(LoopCounters.RECEIVED),
        sum(LoopCounters.SENT),
        sum(LoopCounters.LOST),
        sum(LoopCounters.LATE),
        sum(LoopCounters.DUPLICATE),
        sum(LoopCounters.OVERFLOWED),
        sum(LoopCounters.PASSED_OVER),
        sum(LoopCounters.REFUSED),
        sum(LoopCounters.UNAUTHENTIC),
        browsers.strangers(),
        browsers.refused(),
        sum(LoopCounters.SEND_FAILURES),
        sum(LoopCounters.PLAYED_US) / 1e6,
        sum(LoopCounters.CONCEALED_US) / 1e6,
        sum(LoopCounters.FRAMES_SKIPPED),
        sum(LoopCounters.TICKS_FAILED),
        sum(LoopCounters.LATENESS_NS) / 1e9,
        ticks,
        loopReadings());
  }

  private long sum(int which) {
    return sum(loop -> loop.counters().get(which));
  }

  private long sum(ToLongFunction<MediaLoop> count) {
    return Arrays.stream(loops).mapToLong(count).sum();
  }

  private List<LoopReading> loopReadings() {
    List<LoopReading> all = new ArrayList<>();
    for (int i = 0; i < loops.length; i++) {
      all.add(
          new LoopReading(
              "media-" + i,
              loops[i].counters().turnedNs(),
              loops[i].tasksWaiting(),
              loops[i].counters().tasksRefused.sum(),
              loops[i].counters().waysGiven.sum(),
              threads.id(i)));
    }
    return all;
  }
}
