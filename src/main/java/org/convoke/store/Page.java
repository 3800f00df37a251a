package org.convoke.store;

import java.util.List;

/** A page of a list; {@code next} is the opaque cursor of the page after it, or null at the end. */
public record Page<T>(List<T> items, String next) {
  public Page {
    items = List.copyOf(items);
  }
}
