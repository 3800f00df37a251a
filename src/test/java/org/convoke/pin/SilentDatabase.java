package org.convoke.pin;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import org.convoke.id.ApplicationId;
import org.convoke.id.Pin;
import org.convoke.id.PinRisk;
import org.convoke.id.RoomId;
import org.convoke.store.Numbers;
import org.convoke.store.Numbers.Lead;
import org.convoke.store.PinLookup;
import org.convoke.store.Unavailable;

/** A database that gives the copies it was told to give, and says nothing else. */
final class SilentDatabase implements PinLookup {
  final Queue<Future<Snapshot>> snapshots = new ConcurrentLinkedQueue<>();
  int copies;

  /** How often it was asked where a number leads, or how long PINs are. */
  volatile int routes;

  synchronized void awaitCopies(int count) {
    try {
      while (copies < count) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized Future<Snapshot> snapshot(Instant now, int limit) {
    copies++;
    notifyAll();
    Future<Snapshot> next = snapshots.poll();
    return next == null ? away() : next;
  }

  @Override
  public byte[] hmac(Pin pin) {
    return pin.digits().getBytes(StandardCharsets.US_ASCII);
  }

  <T> Future<T> away() {
    return Future.failedFuture(new Unavailable(new TimeoutException("silence")));
  }

  @Override
  public Future<Optional<Hit>> find(String number, Pin pin, Instant now) {
    return away();
  }

  @Override
  public Future<Optional<Hit>> findInRoom(RoomId room, Pin pin, Instant now) {
    return away();
  }

  @Override
  public Future<Optional<Door>> door(RoomId room, Instant now) {
    return away();
  }

  @Override
  public Future<Optional<ApplicationId>> application(ApplicationId id) {
    return away();
  }

  @Override
  public Future<Integer> sharedLength(String number) {
    routes = routes + 1;
    return away();
  }

  @Override
  public Future<Boolean> anyOfLength(int length) {
    return away();
  }

  @Override
  public Future<Void> recordFailure(List<String> keys, Instant at) {
    return away();
  }

  @Override
  public Future<Map<String, Integer>> countFailures(Map<String, Instant> sinceByKey) {
    return away();
  }

  @Override
  public Future<Void> recordKnown(List<String> keys, Instant at) {
    return away();
  }

  @Override
  public Future<Boolean> isKnown(String key, Instant since) {
    return away();
  }

  @Override
  public Future<Void> purge(Instant before) {
    return away();
  }

  Numbers numbers() {
    return new Numbers() {
      @Override
      public Future<Number> create(String number, String display, Lead lead) {
        return away();
      }

      @Override
      public Future<Optional<Number>> update(String number, String display, Lead lead) {
        return away();
      }

      @Override
      public Future<Optional<Number>> find(String number) {
        routes = routes + 1;
        return away();
      }

      @Override
      public Future<List<Number>> list() {
        return away();
      }

      @Override
      public Future<Boolean> delete(String number) {
        return away();
      }

      @Override
      public Future<Void> ensureDefault(String number, String display) {
        return away();
      }

      @Override
      public Future<Map<String, PinRisk>> risks(int wrongPerDay) {
        return away();
      }
    };
  }
}
