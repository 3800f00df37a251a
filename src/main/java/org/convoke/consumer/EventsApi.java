package org.convoke.consumer;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code GET /v1/events} of a bridge. */
final class EventsApi {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int PAGE = 1000;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String base;
  private final String key;

  /**
   * @param base such as http://127.0.0.1:8080
   * @param key an API key with the scope events:read
   */
  EventsApi(String base, String key) {
    this.base = base.replaceAll("/+$", "");
    this.key = key;
  }

  /** The events after {@code eventId}, oldest first. */
  List<JsonObject> after(String eventId) throws IOException {
    return pages("after=" + eventId);
  }

  /** Those that a gap lacks, or more of its room or call. */
  List<JsonObject> missing(Story.Gap gap) throws IOException {
    return pages(gap.scope() + "=" + gap.id() + "&after=" + gap.after());
  }

  private List<JsonObject> pages(String query) throws IOException {
    List<JsonObject> events = new ArrayList<>();
    String next = null;
    do {
      JsonObject page =
          get("/v1/events?limit=" + PAGE + "&" + (next == null ? query : after(query, next)));
      page.getJsonArray("items").forEach(event -> events.add((JsonObject) event));
      next = page.getString("next");
    } while (next != null);
    return events;
  }

  private static String after(String query, String next) {
    return query.replaceAll("after=[^&]*", "cursor=" + next);
  }

  private JsonObject get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + key)
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(base + " answers " + answer.statusCode());
      }
      return new JsonObject(answer.body());
    } catch (DecodeException e) {
      throw new IOException(base + " is no bridge", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
