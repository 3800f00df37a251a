package org.convoke.web;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The cursors that clients see: the list's own, with a checksum over it and the list's name. A
 * cursor that is mistyped, or of another list, is told apart from the end of a list.
 */
final class Cursors {
  private Cursors() {}

  /** {@code next} of a page as clients see it; null stays null. */
  static String seal(String list, String next) {
    return next == null ? null : next + "." + checksum(list, next);
  }

  /**
   * The list's own cursor.
   *
   * @throws Problem 400 naming {@code field}
   */
  static String open(String list, String field, String sealed) {
    int dot = sealed.lastIndexOf('.');
    if (dot > 0) {
      String next = sealed.substring(0, dot);
      if (checksum(list, next).equals(sealed.substring(dot + 1))) {
        return next;
      }
    }
    throw Problem.field(field, "is not the next of a page of this list");
  }

  private static String checksum(String list, String next) {
    CRC32 crc = new CRC32();
    crc.update((list + "\n" + next).getBytes(StandardCharsets.UTF_8));
    return Long.toString(crc.getValue(), 36);
  }
}
