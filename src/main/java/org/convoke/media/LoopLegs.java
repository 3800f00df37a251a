package org.convoke.media;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.bus.LegEvent;
import org.convoke.id.RoomId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The legs and rooms of one loop: how they come to it, what commands do to them, and how they go to
 * another loop. All of it on the loop's thread.
 */
final class LoopLegs {
  private static final Logger LOG = LoggerFactory.getLogger(LoopLegs.class);

  private final MediaLoop loop;
  private final LegContext context;
  private final SocketPoller poller;
  private final RoomDirectory directory;
  private final Map<RoomId, RoomMix> rooms = new HashMap<>();
  private final Set<LegHandle> legs = new HashSet<>();

  LoopLegs(MediaLoop loop, LegContext context, SocketPoller poller, RoomDirectory directory) {
    this.loop = loop;
    this.context = context;
    this.poller = poller;
    this.directory = directory;
  }

  /** Takes a leg in: a new one, or one that comes from another loop. */
  void adopt(LegHandle handle) {
    legs.add(handle);
    handle.leg.arrive(loop, poller);
    tickAlone(handle);
  }

  private void tickAlone(LegHandle handle) {
    LoneLeg alone = new LoneLeg(loop, handle.leg);
    handle.leg.ticker = alone;
    loop.begin(alone);
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
      loop.end(leg.ticker);
    }
    leg.ticker = null;
  }

  /** A room without legs needs no ticks. */
  void dropRoom(RoomMix room) {
    loop.end(room);
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
    if (room.loop == loop) {
      enter(handle, command);
      return;
    }
    giveUp(handle);
    releaseRoom(handle.leg);
    loop.legAssigned(-1);
    room.loop.legAssigned(1);
    handle.moveTo(room.loop);
    boolean taken =
        room.loop.offer((there, thenNs) -> {
          there.legs.adopt(handle);
          there.legs.enter(handle, command);
          handle.run(there, thenNs);
        });
    if (!taken) {
      // Nobody else has it: it stays here, outside of the room.
      handle.moveTo(loop);
      room.loop.legAssigned(-1);
      loop.legAssigned(1);
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
      room = new RoomMix(id, loop);
      rooms.put(id, room);
      loop.begin(room);
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
    loop.legAssigned(-1);
    leg.close(nowNs);
    context.closed(handle);
  }

  void closeAll(long nowNs) {
    for (LegHandle handle : List.copyOf(legs)) {
      close(handle, nowNs);
    }
  }
}
