package org.convoke.pin;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What one guesser asks is judged one after the other, or budgets would come too late. */
final class OneByOne {
  private final Map<String, Future<?>> last = new HashMap<>();

  <T> Future<T> after(String key, Supplier<Future<T>> next) {
    Future<?> before = last.getOrDefault(key, Future.succeededFuture());
    Future<T> answer = before.transform(done -> next.get());
    last.put(key, answer);
    return answer.onComplete(done -> last.remove(key, answer));
  }
}
