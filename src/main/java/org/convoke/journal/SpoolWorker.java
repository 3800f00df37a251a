package org.convoke.journal;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.List;

/** The spool's door for the event loop: each call runs on the spool's one thread, in order. */
final class SpoolWorker {
  private final WorkerExecutor disk;
  private final Spool spool;

  SpoolWorker(WorkerExecutor disk, Spool spool) {
    this.disk = disk;
    this.spool = spool;
  }

  Future<Integer> append(List<byte[]> frames) {
    return disk.executeBlocking(() -> spool.append(frames));
  }

  Future<List<byte[]>> peek(int max) {
    return disk.executeBlocking(() -> spool.peek(max));
  }

  /** Whether the spool is empty now. */
  Future<Boolean> acknowledge(int count) {
    return disk.executeBlocking(() -> {
      if (count > 0) {
        spool.acknowledge(count);
      }
      return spool.isEmpty();
    });
  }
}
