package org.convoke.dtls;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Handshakes with ourselves, before the first browser comes: the first one in a process loads the
 * library and takes up to a third of a second.
 */
public final class DtlsWarmUp {
  private static final int ROUNDS = 3;
  private static final int LIMIT_SECONDS = 20;

  private DtlsWarmUp() {}

  /**
   * Blocks, for about half a second.
   *
   * @throws IllegalStateException when no handshake succeeds here
   */
  public static void run(DtlsIdentity identity) {
    for (int round = 0; round < ROUNDS; round++) {
      BlockingQueue<String> verdicts = new ArrayBlockingQueue<>(8);
      DtlsSession[] ends = new DtlsSession[2];
      ends[0] =
          new DtlsServer(
              identity,
              identity.fingerprint(),
              (bytes, offset, length) -> ends[1].offer(bytes, offset, length),
              new Report(verdicts));
      DtlsClient client =
          new DtlsClient(
              identity,
              identity.fingerprint(),
              (bytes, offset, length) -> ends[0].offer(bytes, offset, length),
              new Report(verdicts));
      ends[1] = client;
      client.connect();
      try {
        for (int end = 0; end < ends.length; end++) {
          String verdict = verdicts.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
          if (!"keys".equals(verdict)) {
            throw new IllegalStateException("DTLS does not work here: " + verdict);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        ends[1].close();
        ends[0].close();
      }
    }
  }

  private record Report(BlockingQueue<String> verdicts) implements DtlsListener {
    @Override
    public void keys(DtlsKeys keys) {
      verdicts.offer("keys");
    }

    @Override
    public void failed(String reason) {
      verdicts.offer(reason);
    }

    @Override
    public void closed() {
      verdicts.offer("closed");
    }
  }
}
