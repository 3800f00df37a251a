package org.convoke.web;

import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.convoke.store.EventJson;
import org.convoke.store.Events;
import org.convoke.store.Events.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader of the live stream (server-sent events, WHATWG HTML §9.2). It reads the table from
 * where it stands, at the reader's pace: hints only wake it, so one that is lost or doubled changes
 * nothing. Nothing is read while the reader has not taken what was sent.
 */
final class EventStream {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  /** Events of one reading: what a slow reader makes us hold at most. */
  private static final int BATCH = 100;

  private final HttpServerResponse response;
  private final Events events;
  private final Events.Filter filter;
  private long position;

  /** Committed up to here, as a hint said; read at the start of a reading. */
  private long hinted;

  private boolean reading;
  private boolean again;
  private boolean closed;

  /**
   * @param position the stream begins after it
   */
  EventStream(HttpServerResponse response, Events events, Events.Filter filter, long position) {
    this.response = response;
    this.events = events;
    this.filter = filter;
    this.position = position;
    response.drainHandler(drained -> wake());
  }

  /** More may be in the table. */
  void hint(long committed) {
    hinted = Math.max(hinted, committed);
    wake();
  }

  /** Reads on, unless it is reading, or the reader is behind. */
  void wake() {
    if (closed || response.writeQueueFull()) {
      return;
    }
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    again = false;
    long certain = hinted;
    events
        .after(position, filter, BATCH)
        .onComplete(read -> {
          reading = false;
          if (read.failed()) {
            // The next hint or tick tries again; the reader only waits.
            LOG.debug("An event stream waits: {}", read.cause().toString());
          } else {
            write(read.result(), certain);
          }
        });
  }

  private void write(List<Event> found, long certain) {
    if (closed) {
      return;
    }
    for (Event event : found) {
      response.write(frame(event));
      position = event.position();
    }
    if (found.size() < BATCH) {
      // All that was committed when the reading began has been seen, wanted or not.
      position = Math.max(position, certain);
    }
    if (found.size() == BATCH || again) {
      wake();
    }
  }

  private String frame(Event event) {
    String data = EventJson.json(event, filter.call() != null).encode();
    return "id: " + event.id() + "\nevent: " + event.type() + "\ndata: " + data + "\n\n";
  }

  /** A comment, so that proxies and readers see that the connection lives. */
  void ping() {
    if (!closed && !response.writeQueueFull()) {
      response.write(": ping\n\n");
    }
  }

  void close() {
    closed = true;
  }

  /** Says goodbye; the reader may come again and go on where it was. */
  void end() {
    if (!closed) {
      closed = true;
      response.end();
    }
  }
}
