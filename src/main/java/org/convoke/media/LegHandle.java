package org.convoke.media;

import java.util.concurrent.atomic.AtomicBoolean;
import org.convoke.id.LegId;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * A leg as all threads know it. Its commands wait in one queue, which one loop at a time works off;
 * so they keep their order while the leg moves from loop to loop.
 */
final class LegHandle implements LoopTask {
  /** Far more than a leg gets within a slot. */
  private static final int MAILBOX = 256;

  final LegId id;

  /** Even; the next is RTCP's. 0 for a browser, which has no port of its own. */
  volatile int rtpPort;

  /** Null once the leg is closed; touched by the loop alone. */
  Leg leg;

  private final MpscAtomicArrayQueue<LegCommand> mailbox = new MpscAtomicArrayQueue<>(MAILBOX);
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile MediaLoop loop;

  LegHandle(LegId id, MediaLoop loop) {
    this.id = id;
    this.loop = loop;
  }

  /** Queues a command from any thread; false when the queue is full. */
  boolean offer(LegCommand command) {
    if (!mailbox.offer(command)) {
      return false;
    }
    if (scheduled.compareAndSet(false, true) && !loop.offer(this)) {
      scheduled.set(false);
    }
    return true;
  }

  /** The leg goes to another loop, which works off what is left in the queue. */
  void moveTo(MediaLoop other) {
    loop = other;
  }

  @Override
  public void run(MediaLoop here, long nowNs) {
    do {
      LegCommand command;
      while ((command = mailbox.poll()) != null) {
        here.legs.perform(this, command, nowNs);
        if (loop != here) {
          return;
        }
      }
      scheduled.set(false);
    } while (!mailbox.isEmpty() && scheduled.compareAndSet(false, true));
  }
}
