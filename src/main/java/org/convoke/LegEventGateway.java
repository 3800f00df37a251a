package org.convoke;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.convoke.bus.Addresses;
import org.convoke.bus.LegEvent;
import org.convoke.bus.LegSpeech;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * Brings what happens on legs from the media loops to the bus, on a thread of the bus: publishing
 * from their own would cost a tick, and waking that thread costs them a system call. So who speaks
 * and how loud, several times a second from each who talks, waits for the next bundle.
 */
final class LegEventGateway implements Consumer<LegEvent> {
  private static final long BUNDLE_MS = 40;
  private static final int WAITING = 8192;

  private final Vertx vertx;
  private final Context bus;
  private final MpscAtomicArrayQueue<LegEvent> speech = new MpscAtomicArrayQueue<>(WAITING);

  LegEventGateway(Vertx vertx) {
    this.vertx = vertx;
    bus = vertx.getOrCreateContext();
    bus.runOnContext(turn -> vertx.setPeriodic(BUNDLE_MS, timer -> bundle()));
  }

  /** Any thread. */
  @Override
  public void accept(LegEvent event) {
    boolean waits =
        (event instanceof LegEvent.Level || event instanceof LegEvent.SpeakingChanged)
            && speech.offer(event);
    if (!waits) {
      bus.runOnContext(turn -> vertx.eventBus().publish(Addresses.LEG_EVENTS, event));
    }
  }

  private void bundle() {
    LegEvent event = speech.poll();
    if (event == null) {
      return;
    }
    List<LegEvent> events = new ArrayList<>();
    for (; event != null && events.size() < WAITING; event = speech.poll()) {
      events.add(event);
    }
    vertx.eventBus().publish(Addresses.LEG_SPEECH, new LegSpeech(events));
  }
}
