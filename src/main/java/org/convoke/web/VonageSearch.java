package org.convoke.web;

import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.RoomId;
import org.convoke.id.Uuids;
import org.convoke.store.Calls;
import org.convoke.vonage.ConversationUuid;

/**
 * The query of Vonage's list of calls.
 *
 * @param filter all but the page and the order, as a query: empty, or begins with {@code &}
 * @param none nothing can match: of the states asked for, our calls are never in that one
 */
record VonageSearch(Calls.Search search, String filter, boolean none) {
  private static final int MAX_PAGE = 100;
  private static final int MAX_INDEX = 10_000_000;
  private static final Set<String> STATES =
      Set.of(
          "started",
          "ringing",
          "answered",
          "machine",
          "human",
          "completed",
          "busy",
          "cancelled",
          "failed",
          "rejected",
          "timeout",
          "unanswered",
          "disconnected",
          "transfer",
          "input");
  private static final List<String> FILTERS =
      List.of("status", "date_start", "date_end", "conversation_uuid");

  /** Fails with a {@link Problem} 400 that names the parameter. */
  static VonageSearch of(ApplicationId application, MultiMap query) {
    String status = query.get("status");
    if (status != null && !STATES.contains(status)) {
      throw Problem.field("status", "is no status of a call");
    }
    String state =
        status == null
            ? null
            : switch (status) {
              case "started", "ringing" -> "ringing";
              case "answered", "completed" -> status;
              default -> "";
            };
    String conversation = query.get("conversation_uuid");
    String id = conversation == null ? "" : ConversationUuid.id(conversation);
    boolean room = RoomId.isRoomId(id);
    boolean call = !room && Uuids.isUuid(id);
    String order = query.get("order");
    if (order != null && !order.equals("asc") && !order.equals("desc")) {
      throw Problem.field("order", "must be asc or desc");
    }
    Calls.Search search =
        new Calls.Search(
            application,
            state,
            time(query, "date_start"),
            time(query, "date_end"),
            room ? new RoomId(id) : null,
            call ? new CallId(id) : null,
            "desc".equals(order),
            number(query, "record_index", 0, MAX_INDEX, 0),
            number(query, "page_size", 1, MAX_PAGE, 10));
    boolean none = "".equals(state) || conversation != null && !room && !call;
    return new VonageSearch(search, filter(query), none);
  }

  String order() {
    return search.newestFirst() ? "desc" : "asc";
  }

  private static String filter(MultiMap query) {
    StringBuilder filter = new StringBuilder();
    for (String name : FILTERS) {
      String value = query.get(name);
      if (value != null) {
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        filter.append('&').append(name).append('=').append(encoded);
      }
    }
    return filter.toString();
  }

  private static int number(MultiMap query, String name, int least, int most, int otherwise) {
    String text = query.get(name);
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    boolean digits = text.length() < 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int value = digits ? Integer.parseInt(text) : -1;
    if (value < least || value > most) {
      throw Problem.field(name, "must be from " + least + " to " + most);
    }
    return value;
  }

  /** With a zone, without one (UTC), or a day. */
  private static Instant time(MultiMap query, String name) {
    String text = query.get(name);
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      if (text.length() == 10) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      // A plus that was not escaped came as a space.
      String plain = text.replace(' ', '+');
      return plain.matches(".*T.*([Zz]|[+-][0-9:]+)")
          ? OffsetDateTime.parse(plain).toInstant()
          : LocalDateTime.parse(plain).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException none) {
      throw Problem.field(name, "must be a time such as 2026-05-04T09:30:00Z");
    }
  }
}
