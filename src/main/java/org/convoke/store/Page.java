package org.convoke.store;

import java.util.List;

/** A page of a list; {@code next} is the opaque cursor of the page after it, or null at the end. */
public record Page<T>(List<T> items, String next) {
  public Page {
    items = List.copyOf(items);
  }

  /**
   * Whether a text from outside has the form of a cursor; a list asked with another fails with
   * IllegalArgumentException.
   */
  public static boolean isCursor(String text) {
    try {
      Cursor.parse(text);
      return text != null;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }
}
