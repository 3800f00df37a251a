package org.convoke.bench;

import java.io.IOException;
import org.HdrHistogram.Histogram;
import org.convoke.clock.Clock;

/** One run: calls, a while to settle, the window that is measured, goodbye. */
final class Benchmark {
  /** A frame of sound: packets due are counted by it. */
  private static final double PACKETS_PER_SECOND = 50;

  private static final double BYES_PER_SECOND = 200;

  /** A call's dialogue and a second in the room. */
  private static final long WARM_NS = 3_000_000_000L;

  private static final long MAX_MICROS = 60_000_000L;

  /** What is measured. */
  record Plan(
      int calls,
      int rooms,
      int talkers,
      double rate,
      double settleSeconds,
      double seconds,
      boolean realTime) {
    /** So many in its place, all else as it is. */
    Plan ofCalls(int other) {
      return new Plan(
          other, Math.min(rooms, other), talkers, rate, settleSeconds, seconds, realTime);
    }
  }

  private final Clock clock;
  private final Plan plan;
  private final LoadCall[] calls;

  /** {@code pins} has one a room. */
  Benchmark(Clock clock, Plan plan, String[] pins) {
    this.clock = clock;
    this.plan = plan;
    calls = new LoadCall[plan.calls];
    for (int i = 0; i < plan.calls; i++) {
      int place = i / plan.rooms;
      int room = i % plan.rooms;
      calls[i] = new LoadCall(i, room, place < plan.talkers ? place : -1, pins[room]);
    }
  }

  /** Calls that are not measured: they come, are in the room for a second, and go. */
  void warmUp(BridgeProcess bridge) throws IOException, InterruptedException {
    LoadThread load = new LoadThread(clock, plan.realTime, calls, plan.rooms, plan.talkers);
    try (Dialer dialer = new Dialer(clock, bridge.sip(), bridge.number(), load, calls)) {
      load.start();
      dialer.call(plan.rate);
      dialer.serve(clock.nowNs() + WARM_NS);
      dialer.hangUp(BYES_PER_SECOND);
      load.stop();
    }
  }

  Figures run(BridgeProcess bridge, double reflectorPerCall)
      throws IOException, InterruptedException {
    LoadThread load = new LoadThread(clock, plan.realTime, calls, plan.rooms, plan.talkers);
    try (Dialer dialer = new Dialer(clock, bridge.sip(), bridge.number(), load, calls)) {
      load.start();
      dialer.call(plan.rate);
      dialer.serve(clock.nowNs() + (long) (plan.settleSeconds * 1e9));
      ProcessUse before = ProcessUse.of(bridge.pid());
      ProcessUse loadBefore = ProcessUse.of(ProcessHandle.current().pid());
      long beganNs = clock.nowNs();
      load.meter().open();
      dialer.serve(beganNs + (long) (plan.seconds * 1e9));
      load.meter().close();
      double seconds = (clock.nowNs() - beganNs) / 1e9;
      ProcessUse after = ProcessUse.of(bridge.pid());
      ProcessUse loadAfter = ProcessUse.of(ProcessHandle.current().pid());
      dialer.hangUp(BYES_PER_SECOND);
      load.stop();
      double loadCpu = loadBefore.cpuUntil(loadAfter, seconds);
      return figures(load, dialer, before, after, seconds, reflectorPerCall, loadCpu);
    }
  }

  /** What a bare reflector takes for as many calls, in per cent of a core a call. */
  double reflect(double seconds) throws IOException, InterruptedException {
    Reflector reflector = new Reflector(calls.length);
    LoadThread load = new LoadThread(clock, plan.realTime, calls, plan.rooms, plan.talkers);
    reflector.start();
    load.start();
    for (LoadCall call : calls) {
      load.begin(call, reflector.port(call.index));
    }
    Thread.sleep(1000);
    long pid = ProcessHandle.current().pid();
    long before = ProcessUse.of(pid).groupTicks().getOrDefault("reflector", 0L);
    long beganNs = clock.nowNs();
    Thread.sleep((long) (seconds * 1000));
    long after = ProcessUse.of(pid).groupTicks().getOrDefault("reflector", 0L);
    double measured = (clock.nowNs() - beganNs) / 1e9;
    load.stop();
    reflector.stop();
    return ProcessUse.percent(after - before, measured) / calls.length;
  }

  private Figures figures(
      LoadThread load,
      Dialer dialer,
      ProcessUse before,
      ProcessUse after,
      double seconds,
      double reflectorPerCall,
      double loadCpu) {
    Histogram join = new Histogram(MAX_MICROS, 3);
    long received = 0;
    long lost = 0;
    long reordered = 0;
    int hearAll = 0;
    int hearSelf = 0;
    for (LoadCall call : calls) {
      Reception reception = call.reception;
      received += reception.received();
      lost += reception.lost();
      reordered += reception.reordered();
      hearAll += hearsAll(call) ? 1 : 0;
      hearSelf += call.talker >= 0 && reception.hears(call.talker) ? 1 : 0;
      if (call.joinedNs() != 0) {
        join.recordValue(
            Math.clamp((call.joinedNs() - dialer.invitedNs(call.index)) / 1000, 0L, MAX_MICROS));
      }
    }
    double due = Math.max(1, calls.length * seconds * PACKETS_PER_SECOND);
    return new Figures(
        calls.length,
        plan.rooms,
        plan.talkers,
        seconds,
        dialer.answered(),
        ProcessUse.percent(after.userTicks() - before.userTicks(), seconds),
        ProcessUse.percent(after.systemTicks() - before.systemTicks(), seconds),
        after.percentByThreads(before, seconds),
        after.residentKib() / 1024,
        received / due,
        lost / due,
        reordered,
        hearAll,
        hearSelf,
        load.meter().jitterMicros(),
        load.meter().mouthToEarMicros(),
        dialer.answeredPerSecond(),
        dialer.setupMicros(),
        join,
        load.meter().lateMicros(),
        reflectorPerCall,
        loadCpu,
        dialer.failures());
  }

  private boolean hearsAll(LoadCall call) {
    int inRoom = Math.min(plan.talkers, (calls.length - call.room - 1) / plan.rooms + 1);
    return call.reception.hearsAll(inRoom, call.talker);
  }
}
