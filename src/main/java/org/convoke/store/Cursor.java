package org.convoke.store;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Where a page ends: the time and id of its last item, newest first. Opaque outside. */
record Cursor(Instant at, String id) {
  private static final Cursor START = new Cursor(Instant.parse("9999-01-01T00:00:00Z"), "");

  /** Throws IllegalArgumentException when {@code text} was not made by {@link #text}. */
  static Cursor parse(String text) {
    if (text == null || text.isEmpty()) {
      return START;
    }
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1);
      int space = plain.indexOf(' ');
      return new Cursor(
          Instant.parse(plain.substring(0, Math.max(0, space))), plain.substring(space + 1));
    } catch (IllegalArgumentException | DateTimeException none) {
      throw new IllegalArgumentException("not a cursor", none);
    }
  }

  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((at + " " + id).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A page of {@code items}, of which one more than {@code limit} was asked for. */
  static <T> Page<T> page(List<T> items, int limit, Function<T, Cursor> cursor) {
    if (items.size() <= limit) {
      return new Page<>(items, null);
    }
    List<T> page = items.subList(0, limit);
    return new Page<>(page, cursor.apply(page.getLast()).text());
  }
}
