package org.convoke.consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.convoke.clock.Clock;

/**
 * Takes events: verifies, looks whether it has them, keeps them, and only then answers 2xx. What is
 * answered otherwise, or not at all, is sent again.
 */
final class Receiver implements HttpHandler {
  private static final int MAX_BODY = 1 << 20;

  private final Verifier verifier;
  private final Clock clock;
  private final Trial trial;
  private final PrintStream out;

  private final Story story;
  private final Inbox inbox;
  private final EventsApi api;

  /**
   * @param inbox where events are kept, or null to keep none
   * @param api where missing events are read, or null
   */
  Receiver(
      Verifier verifier,
      Clock clock,
      Trial trial,
      Story story,
      Inbox inbox,
      EventsApi api,
      PrintStream out) {
    this.verifier = verifier;
    this.clock = clock;
    this.trial = trial;
    this.story = story;
    this.inbox = inbox;
    this.api = api;
    this.out = out;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status(exchange), -1);
    }
  }

  private int status(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      return 405;
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      return 413;
    }
    var headers = exchange.getRequestHeaders();
    String id = headers.getFirst("webhook-id");
    String fault =
        verifier.fault(
            id,
            headers.getFirst("webhook-timestamp"),
            headers.getFirst("webhook-signature"),
            body,
            clock.now().getEpochSecond());
    if (fault != null) {
      out.println("refused: " + fault);
      return 401;
    }
    trial.delay();
    if (trial.fails()) {
      out.println("failed on purpose: " + id);
      return trial.status();
    }
    try {
      int status = take(id, new JsonObject(new String(body, StandardCharsets.UTF_8)));
      if (inbox != null) {
        // Not while the others wait: the disk takes several at once. Also for one that came again,
        // for what the first wrote may not be on disk yet.
        inbox.sync();
      }
      return status;
    } catch (DecodeException e) {
      out.println("refused: it is no JSON object");
      return 400;
    }
  }

  /** Requests for several rooms come at one time; they are taken one by one. */
  private synchronized int take(String id, JsonObject event) throws IOException {
    if (story.isTaken(id)) {
      out.println("again: " + id);
      return 204;
    }
    for (Story.Gap gap : story.gaps(event)) {
      out.printf("gap: %s %s lacks %d to %d%n", gap.scope(), gap.id(), gap.from(), gap.to());
      if (api != null && !read(() -> api.missing(gap))) {
        // Sent again, it finds the gap again.
        return 503;
      }
    }
    keep(id, event, "");
    return 204;
  }

  /** Reads what happened while nobody listened. */
  synchronized void catchUp() throws IOException {
    if (api != null && story.lastEvent() != null) {
      read(() -> api.after(story.lastEvent()));
    }
  }

  private interface Source {
    List<JsonObject> events() throws IOException;
  }

  private boolean read(Source source) throws IOException {
    List<JsonObject> events;
    try {
      events = source.events();
    } catch (IOException e) {
      out.println("not read: " + e.getMessage());
      return false;
    }
    for (JsonObject event : events) {
      keep(event.getString("event_id"), event, "  (read by the API)");
    }
    return true;
  }

  private void keep(String id, JsonObject event, String how) throws IOException {
    if (story.isTaken(id)) {
      return;
    }
    if (inbox != null) {
      inbox.add(event.copy().put("event_id", id));
    }
    story.take(id, event);
    out.println(EventLine.text(event) + how);
  }
}
