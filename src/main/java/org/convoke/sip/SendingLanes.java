package org.convoke.sip;

import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is sent goes by these: a datagram at once, what goes over a stream by one of a few threads,
 * for a peer that does not read blocks whoever writes to it. All to one peer keeps its order.
 */
final class SendingLanes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SendingLanes.class);
  private static final int LANES = 4;
  private static final int LANE_QUEUE = 4000;
  private static final int IDLE_SECONDS = 30;

  /** One message. */
  interface Sending {
    void send() throws SipException, ParseException, InvalidArgumentException;
  }

  private final SipStackGateway.Receiver receiver;
  private final SipCounters counters;
  private final List<ThreadPoolExecutor> lanes = new ArrayList<>();

  /** {@code receiver} is told of requests that could not be sent. */
  SendingLanes(SipStackGateway.Receiver receiver, SipCounters counters) {
    this.receiver = receiver;
    this.counters = counters;
  }

  void open() {
    for (int i = 0; i < LANES; i++) {
      ThreadPoolExecutor lane =
          new ThreadPoolExecutor(
              1,
              1,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new ArrayBlockingQueue<>(LANE_QUEUE),
              Thread.ofPlatform().daemon().name("sip-lane-" + i).factory());
      lane.allowCoreThreadTimeOut(true);
      lanes.add(lane);
    }
  }

  /** {@code token} is the request's, by which its failure is told; null: nobody waits for it. */
  void send(String transport, InetSocketAddress peer, Sending sending, Object token) {
    Runnable task =
        () -> {
          try {
            sending.send();
          } catch (SipException | ParseException | InvalidArgumentException | RuntimeException e) {
            counters.sendFailures.increment();
            LOG.debug("could not send over {}: {}", transport, e.getClass().getSimpleName());
            if (token != null) {
              receiver.unanswered(token);
            }
          }
        };
    if (transport.equalsIgnoreCase("udp")) {
      task.run();
      return;
    }
    try {
      lanes.get(Math.floorMod(peer.getAddress().hashCode() + peer.getPort(), LANES)).execute(task);
    } catch (RejectedExecutionException e) {
      counters.overload.increment();
    }
  }

  @Override
  public void close() {
    lanes.forEach(ThreadPoolExecutor::shutdownNow);
    lanes.clear();
  }
}
