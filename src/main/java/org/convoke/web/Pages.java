package org.convoke.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.convoke.store.Page;

/** Lists as the API answers them. */
final class Pages {
  private Pages() {}

  static <T> JsonObject json(String list, Page<T> page, Function<T, JsonObject> json) {
    JsonArray items = new JsonArray();
    page.items().forEach(item -> items.add(json.apply(item)));
    return new JsonObject().put("items", items).put("next", Cursors.seal(list, page.next()));
  }

  /**
   * A page of a list that is held whole; its cursor is the place of its last item, which need not
   * be there any more when the next page is asked for.
   *
   * @param place unique; the list is in the order of it
   */
  static <T> JsonObject ofAll(
      Ask ask, String list, List<T> all, Function<T, String> place, Function<T, JsonObject> json) {
    String after = ask.cursor(list);
    List<T> rest =
        all.stream()
            .filter(item -> after == null || place.apply(item).compareTo(after) > 0)
            .sorted(Comparator.comparing(place))
            .toList();
    int limit = ask.limit(Ask.PAGE);
    List<T> items = rest.subList(0, Math.min(limit, rest.size()));
    String next = rest.size() > limit ? place.apply(items.getLast()) : null;
    return json(list, new Page<>(items, next), json);
  }

  /** The place of what was made at {@code time}: oldest first. */
  static String place(Instant time, String id) {
    return Times.text(time) + "~" + id;
  }
}
