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
    to.add(LoopCounters.RECEIVED, in.received() - received);
    received = in.received();
    to.add(LoopCounters.REFUSED, in.refused() - refused);
    refused = in.refused();
    to.add(LoopCounters.UNAUTHENTIC, in.unauthentic() - unauthentic);
    unauthentic = in.unauthentic();
    to.add(LoopCounters.SENT, out.packetsSent() - sent);
    sent = out.packetsSent();
    to.add(LoopCounters.SEND_FAILURES, out.sendFailures() - failed);
    failed = out.sendFailures();
    if (in.stats() != null && in.stats().totalLost() > lost) {
      // What was thought lost may still come; a counter does not go back.
      to.add(LoopCounters.LOST, in.stats().totalLost() - lost);
      lost = in.stats().totalLost();
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
    to.add(LoopCounters.LATE, now.lateCount() - late);
    late = now.lateCount();
    to.add(LoopCounters.DUPLICATE, now.duplicateCount() - duplicate);
    duplicate = now.duplicateCount();
    to.add(LoopCounters.OVERFLOWED, now.overflowCount() - overflowed);
    overflowed = now.overflowCount();
    to.add(LoopCounters.PASSED_OVER, now.droppedPackets() - passedOver);
    passedOver = now.droppedPackets();
    to.add(LoopCounters.PLAYED_US, (now.playedTicks() - played) * 1_000_000 / clockRate);
    played = now.playedTicks();
    to.add(LoopCounters.CONCEALED_US, (now.concealedTicks() - concealed) * 1_000_000 / clockRate);
    concealed = now.concealedTicks();
  }
}
