package org.convoke.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Follows the live stream of events, and keeps their ids in the order in which they came. */
final class EventReader implements AutoCloseable {
  private final List<String> ids = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final InputStream stream;

  /** Begins after {@code lastEventId}; null begins now. */
  EventReader(Bridge bridge, String query, String lastEventId) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(bridge.url("/v1/events?" + query))
              .header("Authorization", "Bearer " + bridge.key())
              .header("Accept", "text/event-stream");
      if (lastEventId != null) {
        request.header("Last-Event-ID", lastEventId);
      }
      stream = http.send(request.build(), BodyHandlers.ofInputStream()).body();
      Thread.ofVirtual().start(this::read);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (var lines =
        new java.io.BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          ids.add(line.substring(4));
        }
      }
    } catch (IOException closed) {
      // The test has seen enough, or the bridge is gone.
    }
  }

  List<String> ids() {
    return List.copyOf(ids);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
