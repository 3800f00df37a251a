package org.convoke.program;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.convoke.fetch.FetchFailed;
import org.convoke.fetch.FetchRefused;
import org.convoke.fetch.FetchRequest;
import org.convoke.fetch.Fetched;
import org.convoke.fetch.Fetcher;
import org.convoke.sim.Story;

/** An application's server, and the way to it: answers by path, one after the other. */
final class FakeServer implements Fetcher {
  static final String URL = "https://app.example.com";

  final Story<FetchRequest> requests = new Story<>();
  private final Map<String, Queue<Future<Fetched>>> answers = new ConcurrentHashMap<>();

  static Future<Fetched> status(int status, String body) {
    return Future.succeededFuture(
        new Fetched(status, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(body), 1));
  }

  static Future<Fetched> failed(FetchFailed.Kind kind) {
    return Future.failedFuture(new FetchFailed(kind, "as told"));
  }

  /** The next answer at that path; the last one is given again and again. */
  FakeServer at(String path, Future<Fetched> answer) {
    answers.computeIfAbsent(path, _ -> new ArrayDeque<>()).add(answer);
    return this;
  }

  FakeServer at(String path, String body) {
    return at(path, status(200, body));
  }

  @Override
  public Future<Fetched> send(FetchRequest request) {
    requests.add(request);
    Queue<Future<Fetched>> queue = answers.get(path(request));
    if (queue == null) {
      return status(404, "");
    }
    return queue.size() > 1 ? queue.remove() : queue.peek();
  }

  @Override
  public void check(String url) {
    if (!url.startsWith("https://")) {
      throw new FetchRefused("must begin with https://");
    }
  }

  static String path(FetchRequest request) {
    return URI.create(request.url()).getPath();
  }

  /** Waits for the next request to that path. */
  FetchRequest request(String path) {
    return requests.next("a request to " + path, it -> path(it).equals(path));
  }

  static JsonObject json(FetchRequest request) {
    return new JsonObject(request.body());
  }

  static Map<String, String> query(FetchRequest request) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : URI.create(request.url()).getRawQuery().split("&")) {
      int is = pair.indexOf('=');
      query.put(pair.substring(0, is), decode(pair.substring(is + 1)));
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
