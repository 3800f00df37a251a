package org.convoke.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the API writes and reads them: RFC 3339, in UTC with milliseconds on the way out. */
final class Times {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  static String text(Instant time) {
    return time == null ? null : FORM.format(time);
  }

  /**
   * A time to come.
   *
   * @return null for null
   * @throws Problem 400 naming {@code field}
   */
  static Instant future(String field, String text, Instant now) {
    if (text == null) {
      return null;
    }
    Instant time;
    try {
      time = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException none) {
      throw Problem.field(field, "must be a time such as 2026-05-04T09:30:00Z (RFC 3339)");
    }
    if (!time.isAfter(now)) {
      throw Problem.field(field, "must be a time to come");
    }
    return time;
  }
}
