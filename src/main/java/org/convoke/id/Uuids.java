package org.convoke.id;

import java.util.regex.Pattern;

/** The textual form of a UUID (RFC 9562 §4), lower case as we write it. */
public final class Uuids {
  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private Uuids() {}

  /** Whether a text from outside has the form of a UUID. */
  public static boolean isUuid(String text) {
    return text != null && text.length() == 36 && FORM.matcher(text).matches();
  }
}
