package org.convoke.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
   * A page of a list that is held whole, in the list's order; its cursor is the id of its last
   * item. When that item is gone, the page begins where the list does not yet hold anything shown
   * before: after the last item that sorts below it.
   *
   * @param id unique, and rising along the list
   */
  static <T> JsonObject ofAll(
      Ask ask, String list, List<T> all, Function<T, String> id, Function<T, JsonObject> json) {
    String after = ask.cursor(list);
    List<T> rest =
        all.stream()
            .filter(item -> after == null || id.apply(item).compareTo(after) > 0)
            .sorted(java.util.Comparator.comparing(id))
            .toList();
    int limit = ask.limit(Ask.PAGE);
    List<T> items = rest.subList(0, Math.min(limit, rest.size()));
    String next = rest.size() > limit ? id.apply(items.getLast()) : null;
    return json(list, new Page<>(items, next), json);
  }
}
