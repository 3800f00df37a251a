package org.convoke.sim;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.convoke.fetch.FetchFailed;
import org.convoke.fetch.FetchRequest;
import org.convoke.fetch.Fetched;
import org.convoke.fetch.Fetcher;
import org.convoke.id.EventId;

/** The servers outside: consumers of events, and programs that are asked what to do with calls. */
final class SimulatedConsumers implements Fetcher {
  private final World world;
  private final Node node;
  private final List<Consumer> consumers;
  private final MemoryJournal journal;

  SimulatedConsumers(World world, Node node, Shelf shelf) {
    this.world = world;
    this.node = node;
    this.consumers = shelf.consumers;
    this.journal = shelf.journal;
  }

  @Override
  public void check(String url) {
    // All of these may be asked.
  }

  @Override
  public Future<Fetched> send(FetchRequest request) {
    Promise<Fetched> answer = node.promise();
    world.afterMs(
        world.between(1, 30),
        () -> {
          if (request.url().startsWith("http://program")) {
            program(request, answer);
          } else {
            consumer(request, answer);
          }
        });
    return answer.future();
  }

  private void consumer(FetchRequest request, Promise<Fetched> answer) {
    int index = Integer.parseInt(request.url().replaceAll("\\D", ""));
    Consumer consumer = consumers.get(index);
    EventId id =
        world.has(Fault.FORGED_EVENT)
            ? EventId.random()
            : new EventId(request.headers().get("webhook-id"));
    boolean takes =
        consumer.mood == Consumer.Mood.WELL
            || consumer.mood == Consumer.Mood.MUMBLING && world.chance(0.5);
    if (consumer.mood != Consumer.Mood.DEAF) {
      consumer.told(journal, id, request.body().toString(), takes);
    }
    switch (consumer.mood) {
      case WELL -> answer(answer, 200, null, world.between(1, 300));
      case FAILING -> answer(answer, 500, null, world.between(1, 300));
      case BUSY -> answer(answer, 429, "3", world.between(1, 50));
      case MUMBLING -> fail(answer, FetchFailed.Kind.RESET, world.between(1, 200));
      case DEAF -> fail(answer, FetchFailed.Kind.RESPONSE_TIMEOUT, request.totalMs());
    }
  }

  private void program(FetchRequest request, Promise<Fetched> answer) {
    if (world.chance(0.05)) {
      fail(answer, FetchFailed.Kind.CONNECT, 5);
      return;
    }
    if (world.chance(0.05)) {
      answer(answer, 503, null, 10);
      return;
    }
    Buffer body =
        request.url().endsWith("/event") && world.chance(0.7) ? Buffer.buffer() : ncco().toBuffer();
    reply(answer, new Fetched(200, MultiMap.caseInsensitiveMultiMap(), body, 10), 40);
  }

  private JsonArray ncco() {
    JsonArray ncco = new JsonArray();
    if (world.chance(0.3)) {
      ncco.add(
          new JsonObject()
              .put("action", "input")
              .put("type", new JsonArray().add("dtmf"))
              .put("dtmf", new JsonObject().put("maxDigits", 3).put("timeOut", 3)));
    }
    if (world.chance(0.9)) {
      ncco.add(
          new JsonObject()
              .put("action", "conversation")
              .put("name", "conference-" + world.below(2))
              .put("startOnEnter", world.chance(0.8))
              .put("endOnExit", world.chance(0.15)));
    }
    return ncco;
  }

  private void answer(Promise<Fetched> answer, int status, String retryAfter, double ms) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (retryAfter != null) {
      headers.add("retry-after", retryAfter);
    }
    reply(answer, new Fetched(status, headers, Buffer.buffer(), (long) ms), ms);
  }

  private void reply(Promise<Fetched> answer, Fetched fetched, double ms) {
    world.afterMs(
        ms,
        () -> {
          if (!node.isDead()) {
            answer.complete(fetched);
          }
        });
  }

  private void fail(Promise<Fetched> answer, FetchFailed.Kind kind, double ms) {
    world.afterMs(
        ms,
        () -> {
          if (!node.isDead()) {
            answer.fail(new FetchFailed(kind, "as it was to be"));
          }
        });
  }
}
