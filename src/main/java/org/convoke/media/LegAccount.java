package org.convoke.media;

import org.convoke.rtp.JitterBuffer;

// Hot path: no allocation after construction.

/**
 * Brings what a leg counted to the counters of the loop that it is on: once a second and at its
 * end, so that nothing is counted twice per packet, and nobody but the loop ever looks at a leg.
 */
final class LegAccount {
  /** Between two settlements, in frames. */
  private static final int FRAMES = 50;

  private int framesLeft;
  private long received;
  private long refused;
  private long unauthentic;
  private long sent;
  private long failed;
  private long lost;
  private JitterBuffer buffer;
  private long late;
  private long duplicate;
  private long overflowed;
  private long passedOver;
  private long played;
  private long concealed;

  /**
   * @param spread of each leg another one, so that they do not settle all in one tick
   */
  LegAccount(int spread) {
    framesLeft = Math.floorMod(spread, FRAMES);
  }

  /** A frame of the leg begins. */
  void frame(LoopCounters counters, Inbound in, Outbound out) {
    if (--framesLeft < 0) {
      framesLeft = FRAMES - 1;
      settle(counters, in, out);
    }
  }

  /** Counts what is new since the last time. */
  void settle(LoopCounters to, Inbound in, Outbound out) {
    received = to.bring(LoopCounters.RECEIVED, received, in.received());
    refused = to.bring(LoopCounters.REFUSED, refused, in.refused());
    unauthentic = to.bring(LoopCounters.UNAUTHENTIC, unauthentic, in.unauthentic());
    sent = to.bring(LoopCounters.SENT, sent, out.packetsSent());
    failed = to.bring(LoopCounters.SEND_FAILURES, failed, out.sendFailures());
    if (in.stats() != null && in.stats().totalLost() > lost) {
      // What was thought lost may still come; a counter does not go back.
      lost = to.bring(LoopCounters.LOST, lost, in.stats().totalLost());
    }
    if (in.buffer() != null) {
      sound(to, in.buffer(), in.clockRate());
    }
  }

  private void sound(LoopCounters to, JitterBuffer now, int clockRate) {
    if (now != buffer) {
      // Another codec has a buffer of its own, which begins at 0.
      buffer = now;
      late = 0;
      duplicate = 0;
      overflowed = 0;
      passedOver = 0;
      played = 0;
      concealed = 0;
    }
    late = to.bring(LoopCounters.LATE, late, now.lateCount());
    duplicate = to.bring(LoopCounters.DUPLICATE, duplicate, now.duplicateCount());
    overflowed = to.bring(LoopCounters.OVERFLOWED, overflowed, now.overflowCount());
    passedOver = to.bring(LoopCounters.PASSED_OVER, passedOver, now.droppedPackets());
    to.add(LoopCounters.PLAYED_US, (now.playedTicks() - played) * 1_000_000 / clockRate);
    played = now.playedTicks();
    to.add(LoopCounters.CONCEALED_US, (now.concealedTicks() - concealed) * 1_000_000 / clockRate);
    concealed = now.concealedTicks();
  }
}
