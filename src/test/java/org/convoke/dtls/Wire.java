package org.convoke.dtls;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client and a server with a network between them that does as a test wishes. */
final class Wire implements AutoCloseable {
  private static final long LIMIT_SECONDS = 30;

  /** What arrives for what was sent; called by one thread at a time for one direction. */
  interface Network {
    List<byte[]> carry(byte[] datagram);
  }

  static final Network PERFECT = List::of;

  /** What one end was told. */
  static final class Ears implements DtlsListener {
    final CompletableFuture<DtlsKeys> keys = new CompletableFuture<>();
    final CompletableFuture<String> failure = new CompletableFuture<>();
    final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    @Override
    public void keys(DtlsKeys given) {
      if (!keys.complete(given)) {
        throw new IllegalStateException("keys twice");
      }
    }

    @Override
    public void failed(String reason) {
      failure.complete(reason);
      keys.cancel(false);
    }

    @Override
    public void closed() {
      closed.complete(true);
    }
  }

  final Ears clientHeard = new Ears();
  final Ears serverHeard = new Ears();
  final DtlsServer server;
  final DtlsClient client;

  Wire(
      DtlsIdentity clients,
      Fingerprint expectedOfClient,
      DtlsIdentity servers,
      DtlsClient.Manner manner,
      Network toServer,
      Network toClient) {
    DtlsSession[] ends = new DtlsSession[2];
    server =
        new DtlsServer(
            servers,
            expectedOfClient,
            (b, o, n) -> deliver(toClient, b, o, n, ends[1]),
            serverHeard);
    client =
        new DtlsClient(
            clients,
            servers.fingerprint(),
            (b, o, n) -> deliver(toServer, b, o, n, ends[0]),
            clientHeard,
            manner);
    ends[0] = server;
    ends[1] = client;
  }

  private static void deliver(
      Network network, byte[] bytes, int offset, int length, DtlsSession to) {
    byte[] copy = java.util.Arrays.copyOfRange(bytes, offset, offset + length);
    for (byte[] arriving : network.carry(copy)) {
      to.offer(arriving, 0, arriving.length);
    }
  }

  Wire connect() {
    client.connect();
    return this;
  }

  DtlsKeys clientKeys() throws Exception {
    return clientHeard.keys.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  DtlsKeys serverKeys() throws Exception {
    return serverHeard.keys.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  static <T> T soon(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
