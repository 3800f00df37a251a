package org.convoke.webhook;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.convoke.fetch.FetchFailed;
import org.convoke.fetch.FetchRequest;
import org.convoke.fetch.Fetched;
import org.convoke.fetch.Fetcher;

/** Consumers behind their URLs: what each was told, and what it answers. */
final class Consumers implements Fetcher {
  private final Map<String, Function<FetchRequest, Future<Fetched>>> answers =
      new ConcurrentHashMap<>();
  private final Map<String, List<FetchRequest>> told = new HashMap<>();

  /** From now on. */
  void answer(String url, Function<FetchRequest, Future<Fetched>> answer) {
    answers.put(url, answer);
  }

  static Future<Fetched> status(int status) {
    return Future.succeededFuture(
        new Fetched(status, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(), 1));
  }

  static Future<Fetched> away() {
    return Future.failedFuture(new FetchFailed(FetchFailed.Kind.CONNECT, "nobody listens"));
  }

  @Override
  public Future<Fetched> send(FetchRequest request) {
    synchronized (this) {
      told.computeIfAbsent(request.url(), url -> new ArrayList<>()).add(request);
    }
    return answers.getOrDefault(request.url(), asked -> status(204)).apply(request);
  }

  @Override
  public void check(String url) {
    // Tests give URLs that can be fetched.
  }

  /** Every attempt, in order. */
  synchronized List<FetchRequest> attempts(String url) {
    return List.copyOf(told.getOrDefault(url, List.of()));
  }

  /** The events that arrived, each once, in the order in which each came first. */
  List<JsonObject> events(String url) {
    Map<String, JsonObject> events = new LinkedHashMap<>();
    for (FetchRequest request : attempts(url)) {
      events.putIfAbsent(request.headers().get("webhook-id"), request.body().toJsonObject());
    }
    return List.copyOf(events.values());
  }

  int distinct(String url) {
    LinkedHashSet<String> ids = new LinkedHashSet<>();
    attempts(url).forEach(request -> ids.add(request.headers().get("webhook-id")));
    return ids.size();
  }
}
