package org.convoke.id;

/**
 * Names a call: a SIP dialog, or a browser's or program's session. A UUIDv7 (RFC 9562 §5.7), so ids
 * sort by the time they were made.
 */
public record CallId(String value) {
  public CallId {
    if (!Uuids.isUuid(value)) {
      throw new IllegalArgumentException("not a call id");
    }
  }

  /** A new id. */
  public static CallId random() {
    return new CallId(Fresh.uuid());
  }

  @Override
  public String toString() {
    return value;
  }
}
