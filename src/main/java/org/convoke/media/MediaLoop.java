package org.convoke.media;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns sockets, legs and rooms. All its methods but {@link #offer} and the load's belong to its one
 * thread; {@link LoopThread} calls {@link #turn} every millisecond, tests call it when they like.
 */
final class MediaLoop {
  private static final Logger LOG = LoggerFactory.getLogger(MediaLoop.class);

  /** At most one task a leg is queued (LegHandle), and few a room. */
  private static final int TASKS = 1 << 15;

  /** How often a turn looks for more packets before it goes on with its ticks. */
  private static final int MAX_POLLS = 16;

  final LegContext context;

  /** Its legs and rooms; its thread's. */
  final LoopLegs legs;

  private final SocketPoller poller;
  private final MpscAtomicArrayQueue<LoopTask> tasks = new MpscAtomicArrayQueue<>(TASKS);
  private final Phases phases = new Phases();
  private final Datagram received = new Datagram();
  private final long epochNs;
  private long nextSlot;

  /** Legs and rooms, also those on their way; any thread. */
  private final AtomicInteger load = new AtomicInteger();

  private volatile Runnable wakeUp = () -> {};
  private boolean stopped;

  /** Rooms whose frame is not sent to all yet, each once. */
  private final ArrayList<RoomMix> unfinished = new ArrayList<>(64);

  /** The browsers' port where this loop reads it, else null. */
  private BrowserPort browsers;

  MediaLoop(LegContext context, SocketPoller poller, RoomDirectory directory, long nowNs) {
    this.context = context;
    this.poller = poller;
    this.legs = new LoopLegs(this, context, poller, directory);
    this.epochNs = nowNs;
    context.counters.turned(nowNs);
  }

  /** Reads the browsers' port too; before the first turn. */
  void readBrowsers(BrowserPort port) {
    browsers = port;
    poller.add(port.socket());
  }

  /** The buffer that packets are received into; for what this loop's thread does. */
  Datagram scratch() {
    return received;
  }

  /** Hands over a task from any thread; false when the loop is hopelessly behind. */
  boolean offer(LoopTask task) {
    boolean taken = tasks.offer(task);
    if (taken) {
      wakeUp.run();
    } else {
      context.counters.tasksRefused.increment();
      LOG.error("a media loop takes no more commands: {} wait", TASKS);
    }
    return taken;
  }

  /** What {@link #offer} does so that a sleeping thread looks at once. */
  void onOffer(Runnable newWakeUp) {
    wakeUp = newWakeUp;
  }

  int load() {
    return load.get();
  }

  /** What it counted; any thread. */
  LoopCounters counters() {
    return context.counters;
  }

  /** Commands that wait; any thread. */
  int tasksWaiting() {
    return tasks.size();
  }

  /** A room weighs as the few legs that it can be expected to bring. */
  void roomAssigned(int rooms) {
    load.addAndGet(4 * rooms);
  }

  void legAssigned(int count) {
    load.addAndGet(count);
  }

  /** One turn: commands, packets, ticks. */
  void turn(long nowNs) {
    context.counters.turned(nowNs);
    drainTasks(nowNs);
    if (stopped) {
      return;
    }
    readPackets(nowNs);
    goOn(nowNs);
    long slot = Math.floorDiv(nowNs - epochNs, Phases.SLOT_NS);
    // Each ticker counts its own frames, so more than one round of slots is never needed.
    long first = nextSlot;
    nextSlot = Math.max(nextSlot, slot - Phases.SLOTS + 1);
    while (nextSlot <= slot) {
      int ticks = phases.count((int) (nextSlot % Phases.SLOTS));
      if (ticks > 0) {
        long due = first + Math.floorMod(nextSlot - first, Phases.SLOTS);
        context.counters.ticked(ticks, nowNs - epochNs - due * Phases.SLOT_NS);
      }
      tickSlot((int) (nextSlot % Phases.SLOTS), nowNs);
      nextSlot++;
    }
  }

  /**
   * When the next turn makes sense: the next slot's begin, or {@code Long.MAX_VALUE}: there is no
   * leg here, and no browser whose packets are read here.
   */
  long nextTurnNs() {
    boolean idle = phases.isEmpty() && (browsers == null || !browsers.active());
    return idle ? Long.MAX_VALUE : epochNs + nextSlot * Phases.SLOT_NS;
  }

  boolean hasTasks() {
    return !tasks.isEmpty();
  }

  boolean stopped() {
    return stopped;
  }

  private void drainTasks(long nowNs) {
    LoopTask task;
    // Relaxed: a loop that runs in real time must not spin for a thread that it may have
    // interrupted.
    while ((task = tasks.relaxedPoll()) != null) {
      try {
        task.run(this, nowNs);
      } catch (RuntimeException e) {
        LOG.error("a media command failed", e);
      }
    }
  }

  private void readPackets(long nowNs) {
    for (int polls = 0; polls < MAX_POLLS; polls++) {
      int count = poller.poll();
      if (count == 0) {
        return;
      }
      for (int i = 0; i < count; i++) {
        PacketSocket socket = poller.ready(i);
        if (socket != null) {
          socket.receiver().readable(socket, received, nowNs);
        }
      }
    }
  }

  private void goOn(long nowNs) {
    for (int i = unfinished.size() - 1; i >= 0; i--) {
      RoomMix room = unfinished.get(i);
      try {
        if (room.goOn(nowNs)) {
          unfinished.remove(i);
        }
      } catch (RuntimeException | Error e) {
        unfinished.remove(i);
        failed(room, nowNs, e);
      }
    }
  }

  private void failed(Ticker ticker, long nowNs, Throwable cause) {
    LOG.error("a tick failed; its legs are closed", cause);
    context.counters.add(LoopCounters.TICKS_FAILED, 1);
    phases.remove(ticker);
    ticker.fail(nowNs);
  }

  private void tickSlot(int slot, long nowNs) {
    // Backwards, because a tick may remove its own ticker.
    for (int i = phases.count(slot) - 1; i >= 0; i--) {
      if (i >= phases.count(slot)) {
        continue;
      }
      Ticker ticker = phases.get(slot, i);
      try {
        ticker.tick(nowNs);
      } catch (RuntimeException | Error e) {
        failed(ticker, nowNs, e);
      }
    }
  }

  // What its legs and rooms ask of it, on the loop's thread.

  /** Gives it a slot, and its turn from the next one of these on. */
  void begin(Ticker ticker) {
    int slot = phases.add(ticker);
    long ahead = Math.floorMod(slot - nextSlot, Phases.SLOTS);
    ticker.start(epochNs + (nextSlot + ahead) * Phases.SLOT_NS);
  }

  /** Its ticks are one slot earlier from the next on, if that slot has room. */
  boolean moveEarlier(Ticker ticker) {
    return phases.moveEarlier(ticker);
  }

  /** Its frame is to be sent on in the turns to come, see {@link RoomMix#goOn}. */
  void unfinished(RoomMix room) {
    if (!unfinished.contains(room)) {
      unfinished.add(room);
    }
  }

  /** It never ticks again. */
  void end(Ticker ticker) {
    phases.remove(ticker);
  }

  /** Ends all legs and, with this turn, the loop. */
  void stop(long nowNs) {
    legs.closeAll(nowNs);
    stopped = true;
    poller.close();
  }
}
