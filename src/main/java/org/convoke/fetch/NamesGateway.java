package org.convoke.fetch;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks names up on threads of its own, for the system's look-up blocks. One name is asked for once
 * at a time, however many wait for it, so a name server that does not answer holds one thread.
 */
final class NamesGateway {
  private static final int MAX_THREADS = 64;
  private static final int IDLE_SECONDS = 10;

  private final Names names;
  private final Map<String, Future<List<InetAddress>>> underWay = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MAX_THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("fetch-names-", 0).factory());

  NamesGateway(Names names) {
    this.names = names;
  }

  /** All addresses, at least one, on any thread; fails with {@link FetchFailed} of kind DNS. */
  Future<List<InetAddress>> resolve(String host) {
    Promise<List<InetAddress>> promise = Promise.promise();
    Future<List<InetAddress>> before = underWay.putIfAbsent(host, promise.future());
    if (before != null) {
      return before;
    }
    try {
      threads.execute(() -> lookUp(host, promise));
    } catch (RejectedExecutionException e) {
      underWay.remove(host);
      promise.fail(failed("too many names are being looked up"));
    }
    return promise.future();
  }

  private void lookUp(String host, Promise<List<InetAddress>> promise) {
    List<InetAddress> addresses = List.of();
    RuntimeException why = failed("the host name has no address");
    try {
      addresses = names.lookUp(host);
    } catch (UnknownHostException e) {
      why = failed("the host name could not be resolved");
    } catch (RuntimeException e) {
      why = failed("the host name could not be looked up");
    }
    underWay.remove(host);
    if (addresses.isEmpty()) {
      promise.fail(why);
    } else {
      promise.complete(addresses);
    }
  }

  private static FetchFailed failed(String message) {
    return new FetchFailed(FetchFailed.Kind.DNS, message);
  }

  void close() {
    threads.shutdownNow();
  }
}
