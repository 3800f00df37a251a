package org.convoke.media;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.convoke.bus.LegEvent;
import org.convoke.id.RoomId;
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
  private final SocketPoller poller;
  private final RoomDirectory directory;
  private final MpscAtomicArrayQueue<LoopTask> tasks = new MpscAtomicArrayQueue<>(TASKS);
  private final Phases phases = new Phases();
  private final Map<RoomId, RoomMix> rooms = new HashMap<>();
  private final Set<LegHandle> legs = new HashSet<>();
  private final Datagram received = new Datagram();
  private final long epochNs;
  private long nextSlot;

  /** Legs and rooms, also those on their way; any thread. */
  private final AtomicInteger load = new AtomicInteger();

  private volatile Runnable wakeUp = () -> {};
  private boolean stopped;

  /** The browsers' port where this loop reads it, else null. */
  private BrowserPort browsers;

  MediaLoop(LegContext context, SocketPoller poller, RoomDirectory directory, long nowNs) {
    this.context = context;
    this.poller = poller;
    this.directory = directory;
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
        LOG.error("a tick failed; its legs are closed", e);
        context.counters.add(LoopCounters.TICKS_FAILED, 1);
        phases.remove(ticker);
        ticker.fail(nowNs);
      }
    }
  }

  // What tasks and commands do, on the loop's thread.

  /** Takes a leg in: a new one, or one that comes from another loop. */
  void adopt(LegHandle handle) {
    legs.add(handle);
    handle.leg.arrive(this, poller);
    tickAlone(handle);
  }

  private void tickAlone(LegHandle handle) {
    LoneLeg alone = new LoneLeg(this, handle.leg);
    handle.leg.ticker = alone;
    begin(alone);
  }

  private void begin(Ticker ticker) {
    int slot = phases.add(ticker);
    long ahead = Math.floorMod(slot - nextSlot, Phases.SLOTS);
    ticker.start(epochNs + (nextSlot + ahead) * Phases.SLOT_NS);
  }

  private void giveUp(LegHandle handle) {
    legs.remove(handle);
    handle.leg.depart(poller);
    leaveTicker(handle.leg);
  }

  private void leaveTicker(Leg leg) {
    if (leg.ticker instanceof RoomMix room) {
      room.remove(leg);
      if (room.isEmpty()) {
        dropRoom(room);
      }
    } else if (leg.ticker != null) {
      phases.remove(leg.ticker);
    }
    leg.ticker = null;
  }

  /** Its ticks are one slot earlier from the next on, if that slot has room. */
  boolean moveEarlier(Ticker ticker) {
    return phases.moveEarlier(ticker);
  }

  /** A room without legs needs no ticks. */
  void dropRoom(RoomMix room) {
    phases.remove(room);
    if (rooms.remove(room.id(), room)) {
      room.close();
    }
  }

  void perform(LegHandle handle, LegCommand command, long nowNs) {
    Leg leg = handle.leg;
    if (leg == null) {
      discard(handle, command);
      return;
    }
    try {
      switch (command) {
        case LegCommand.Connect c -> leg.connect(c.settings(), nowNs);
        case LegCommand.Play c -> leg.play(c.playback());
        case LegCommand.Stop c -> leg.stopPlaying(c.playback());
        case LegCommand.InfoDigit c -> leg.infoDigit(c.digit(), c.durationMs(), nowNs);
        case LegCommand.SendKeys c -> c.answer().complete(leg.keySender.offer(c.digits()));
        case LegCommand.Join c -> join(handle, c);
        case LegCommand.Adjust c -> leg.adjust(c.settings());
        case LegCommand.Leave c -> leave(handle);
        case LegCommand.Report c -> c.answer().complete(leg.report(nowNs));
        case LegCommand.Secured c -> leg.link().secured(c.keys(), nowNs);
        case LegCommand.Unsecured c -> leg.link().disconnected(c.why());
        case LegCommand.Close c -> close(handle, nowNs);
      }
    } catch (RuntimeException e) {
      LOG.error("leg {} failed at a command and is closed", handle.id, e);
      close(handle, nowNs);
    }
  }

  /** A command to a leg that is gone does nothing, but who waits is told. */
  private void discard(LegHandle handle, LegCommand command) {
    switch (command) {
      case LegCommand.Play c ->
          context.emit(new LegEvent.PlaybackEnded(handle.id, c.playback().id(), true));
      case LegCommand.Join c -> directory.release(c.room());
      case LegCommand.Report c -> c.answer().completeExceptionally(new LegGone(handle.id));
      case LegCommand.SendKeys c -> c.answer().completeExceptionally(new LegGone(handle.id));
      case LegCommand.Connect c -> {}
      case LegCommand.Stop c -> {}
      case LegCommand.InfoDigit c -> {}
      case LegCommand.Adjust c -> {}
      case LegCommand.Leave c -> {}
      case LegCommand.Secured c -> {}
      case LegCommand.Unsecured c -> {}
      case LegCommand.Close c -> {}
    }
  }

  private void join(LegHandle handle, LegCommand.Join command) {
    RoomHandle room = command.room();
    if (room.loop == this) {
      enter(handle, command);
      return;
    }
    giveUp(handle);
    releaseRoom(handle.leg);
    legAssigned(-1);
    room.loop.legAssigned(1);
    handle.moveTo(room.loop);
    boolean taken =
        room.loop.offer((there, thenNs) -> {
          there.adopt(handle);
          there.enter(handle, command);
          handle.run(there, thenNs);
        });
    if (!taken) {
      // Nobody else has it: it stays here, outside of the room.
      handle.moveTo(this);
      room.loop.legAssigned(-1);
      legAssigned(1);
      directory.release(room);
      adopt(handle);
    }
  }

  private void enter(LegHandle handle, LegCommand.Join command) {
    Leg leg = handle.leg;
    leaveTicker(leg);
    releaseRoom(leg);
    leg.room = command.room();
    leg.adjust(command.settings());
    RoomMix room = room(command.room().id);
    leg.ticker = room;
    room.add(leg);
  }

  private RoomMix room(RoomId id) {
    RoomMix room = rooms.get(id);
    if (room == null) {
      room = new RoomMix(id, this);
      rooms.put(id, room);
      begin(room);
    }
    return room;
  }

  private void releaseRoom(Leg leg) {
    if (leg.room != null) {
      directory.release(leg.room);
      leg.room = null;
    }
  }

  private void leave(LegHandle handle) {
    if (handle.leg.room != null) {
      leaveTicker(handle.leg);
      releaseRoom(handle.leg);
      tickAlone(handle);
    }
  }

  /** Everyone in the room hears it; nobody, when there is no one. */
  void announce(RoomHandle handle, Playback playback) {
    if (directory.find(handle.id) == handle) {
      room(handle.id).announce(playback);
    }
  }

  void close(LegHandle handle, long nowNs) {
    Leg leg = handle.leg;
    if (leg == null) {
      return;
    }
    handle.leg = null;
    legs.remove(handle);
    leg.unwatch(poller);
    leaveTicker(leg);
    releaseRoom(leg);
    legAssigned(-1);
    leg.close(nowNs);
    context.closed(handle);
  }

  /** Ends all legs and, with this turn, the loop. */
  void stop(long nowNs) {
    for (LegHandle handle : List.copyOf(legs)) {
      close(handle, nowNs);
    }
    stopped = true;
    poller.close();
  }
}
