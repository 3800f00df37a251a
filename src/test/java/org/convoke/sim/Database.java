package org.convoke.sim;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.convoke.store.Unavailable;

/**
 * The way to a database that survives its clients: what is asked takes time, may find nobody there,
 * and may be done though the answer is lost. Stores themselves are plain memory behind it.
 */
final class Database {
  /** What the way is like. */
  enum State {
    WELL,
    /** Each statement takes seconds. */
    SLOW,
    /** Connections are refused. */
    AWAY,
    /** Nothing is heard of it: the machine is cut off. */
    SILENT
  }

  private static final double PATIENCE_MS = 5_000;

  private final World world;
  private final Map<Object, Long> lastNs = new HashMap<>();
  private State state = State.WELL;

  Database(World world) {
    this.world = world;
  }

  void become(State now) {
    world.trace("database " + now);
    state = now;
  }

  boolean isWell() {
    return state == State.WELL;
  }

  /**
   * A store of a node: each call that returns a future becomes a request.
   *
   * @param ordered requests are done in their order, as over one connection under one lock
   */
  <T> T door(Node node, Class<T> type, T memory, boolean ordered) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Supplier<Object> call =
                  () -> {
                    try {
                      return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                      return method.getReturnType() == Future.class
                          ? Future.failedFuture(e.getCause())
                          : rethrow(e.getCause());
                    } catch (IllegalAccessException e) {
                      throw new AssertionError(e);
                    }
                  };
              return method.getReturnType() == Future.class
                  ? ask(node, call, ordered ? memory : null)
                  : call.get();
            }));
  }

  private static Object rethrow(Throwable cause) {
    throw new IllegalStateException(cause);
  }

  @SuppressWarnings("unchecked")
  private Future<Object> ask(Node node, Supplier<Object> work, Object lane) {
    Promise<Object> answer = node.promise();
    double there = state == State.SLOW ? world.between(800, 5_500) : travelMs();
    if (state == State.AWAY) {
      world.afterMs(there, () -> fail(node, answer, "connection refused"));
      return answer.future();
    }
    long atNs = world.nowNs() + (long) (there * 1e6);
    if (lane != null) {
      atNs = Math.max(atNs, lastNs.getOrDefault(lane, 0L) + 1);
      lastNs.put(lane, atNs);
    }
    world.afterMs(PATIENCE_MS, () -> fail(node, answer, "no answer in time"));
    boolean unheard = state == State.SILENT;
    world.after(
        atNs - world.nowNs(),
        () -> {
          // It may go down between the question and the work, and between that and the answer.
          if (unheard && world.chance(0.9) || state == State.AWAY) {
            if (state == State.AWAY) {
              fail(node, answer, "the connection broke");
            }
            return;
          }
          Future<Object> done = (Future<Object>) work.get();
          world.afterMs(
              travelMs(),
              () -> {
                if (unheard || state == State.SILENT) {
                  return;
                }
                if (state == State.AWAY) {
                  fail(node, answer, "the connection broke");
                } else if (!node.isDead()) {
                  done.onComplete(result -> {
                    if (result.succeeded()) {
                      answer.tryComplete(result.result());
                    } else {
                      answer.tryFail(result.cause());
                    }
                  });
                }
              });
        });
    return answer.future();
  }

  private static void fail(Node node, Promise<Object> answer, String why) {
    if (!node.isDead()) {
      answer.tryFail(new Unavailable(new TimeoutException(why)));
    }
  }

  private double travelMs() {
    return world.chance(0.02) ? world.between(5, 120) : world.between(0.1, 2);
  }
}
