package org.convoke.bench;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.convoke.clock.Clock;
import org.convoke.rtp.RtpPacket;

/**
 * Sends and receives the sound of all calls: every millisecond those calls send that have this slot
 * of the 20, then everything is read that has come.
 */
final class LoadThread {
  private static final int SLOTS = 20;
  private static final long SLOT_NS = 1_000_000L;
  private static final int SOCKETS = 4;

  private record Start(LoadCall call, int remotePort) {}

  private final Clock clock;
  private final boolean realTime;
  private final LoadCall[] calls;
  private final RoomEar[] rooms;
  private final Tones tones = new Tones(1);
  private final BatchSocket[] sockets = new BatchSocket[SOCKETS];
  private final LoadCall[] byRemotePort = new LoadCall[1 << 16];
  private final Queue<Start> starts = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final int talkers;
  private final byte[] packet = new byte[BatchSocket.BYTES];
  private final LoadMeter meter;
  private final Thread thread = Thread.ofPlatform().name("load").unstarted(this::run);
  private volatile boolean stopping;

  LoadThread(Clock clock, boolean realTime, LoadCall[] calls, int roomCount, int talkers)
      throws IOException {
    this(clock, realTime, calls, roomCount, talkers, Whereabouts.HERE);
  }

  LoadThread(
      Clock clock,
      boolean realTime,
      LoadCall[] calls,
      int roomCount,
      int talkers,
      Whereabouts where)
      throws IOException {
    this.clock = clock;
    meter = new LoadMeter(clock);
    this.realTime = realTime;
    this.calls = calls;
    this.talkers = talkers;
    rooms = new RoomEar[roomCount];
    for (int i = 0; i < roomCount; i++) {
      rooms[i] = new RoomEar(tones, talkers);
    }
    for (int i = 0; i < SOCKETS; i++) {
      sockets[i] = BatchSocket.at(where.address());
    }
  }

  void start() {
    thread.start();
  }

  /** The port that the call's sound comes from and goes to. */
  int port(LoadCall call) {
    return socket(call.index % SLOTS).port();
  }

  private BatchSocket socket(int slot) {
    return sockets[slot % SOCKETS];
  }

  /** The call was answered; any thread. */
  void begin(LoadCall call, int remotePort) {
    starts.add(new Start(call, remotePort));
  }

  /** The call is over: nothing is sent any more. Load's thread. */
  void end(LoadCall call) {
    if (byRemotePort[call.remotePort] == call) {
      byRemotePort[call.remotePort] = null;
    }
    call.remotePort = 0;
    call.endedNs = clock.nowNs();
  }

  /** Runs something on the load's thread, which owns all calls; any thread. */
  void ask(Runnable task) {
    tasks.add(task);
  }

  /** Counts, and the figures of all together; any thread may open and close it. */
  LoadMeter meter() {
    return meter;
  }

  /** Ends the thread; its figures may be read afterwards. */
  void stop() throws InterruptedException {
    stopping = true;
    thread.join();
    for (BatchSocket socket : sockets) {
      socket.close();
    }
  }

  private void run() {
    if (realTime) {
      Native.realTime();
    }
    long epochNs = clock.nowNs();
    long slot = 0;
    while (!stopping) {
      long nowNs = clock.nowNs();
      if (slot % 1000 == 0) {
        meter.compareClocks();
      }
      starts();
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
      window();
      for (; epochNs + slot * SLOT_NS <= nowNs; slot++) {
        meter.late(nowNs - epochNs - slot * SLOT_NS);
        send((int) (slot % SLOTS));
      }
      receive();
      long waitNs = epochNs + slot * SLOT_NS - clock.nowNs();
      if (waitNs > 0) {
        LockSupport.parkNanos(waitNs);
      }
    }
  }

  private void starts() {
    for (Start start = starts.poll(); start != null; start = starts.poll()) {
      start.call.remotePort = start.remotePort;
      byRemotePort[start.remotePort] = start.call;
    }
  }

  private void window() {
    if (meter.opens()) {
      for (LoadCall call : calls) {
        call.reception.openWindow();
      }
    }
  }

  private void send(int slot) {
    BatchSocket socket = socket(slot);
    for (int i = slot; i < calls.length; i += SLOTS) {
      LoadCall call = calls[i];
      if (call.remotePort != 0) {
        call.at(clock.nowNs());
        int length = call.write(packet, tones);
        if (call.burstBegins()) {
          rooms[call.room].bursts.begin(clock.nowNs());
        }
        socket.queue(packet, length, call.remotePort);
      }
    }
    socket.flush();
  }

  private void receive() {
    for (BatchSocket socket : sockets) {
      int count;
      do {
        count = socket.receive();
        for (int i = 0; i < count; i++) {
          LoadCall call = byRemotePort[socket.sourcePort(i)];
          int length = socket.read(i, packet);
          long arrivalNs = meter.arrivalNs(socket.arrivalNs(i));
          socket.release(i);
          if (call != null) {
            received(call, length, arrivalNs);
          }
        }
      } while (count == BatchSocket.BATCH);
    }
  }

  private void received(LoadCall call, int length, long arrivalNs) {
    if (meter.isClosed()
        || length < RtpPacket.HEADER_BYTES + Tones.FRAME
        || RtpPacket.payloadType(packet, 0) != 0) {
      return;
    }
    Reception reception = call.reception;
    RoomEar room = rooms[call.room];
    call.sounds(packet, RtpPacket.HEADER_BYTES, arrivalNs);
    int heard = room.heard(packet, RtpPacket.HEADER_BYTES);
    if (call.talker != 1) {
      boolean joined = call.joinedNs() != 0;
      call.hears((heard & 2) != 0, arrivalNs);
      if (call.measuredFromJoin && !joined && call.joinedNs() != 0) {
        reception.openWindow();
      }
    }
    int steady = call.talker == 1 ? 2 : 1;
    if (steady < talkers) {
      reception.tone((heard >> steady & 1) != 0, arrivalNs);
    }
    long jitterNs =
        reception.packet(RtpPacket.sequence(packet, 0), RtpPacket.timestamp(packet, 0), arrivalNs);
    long burstNs = reception.tones(heard, arrivalNs);
    meter.jitter(jitterNs);
    if (burstNs >= 0 && !call.bursts()) {
      meter.mouthToEar(room.bursts.sinceNs(burstNs));
    }
  }
}
