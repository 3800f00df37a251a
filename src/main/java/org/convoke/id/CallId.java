package org.convoke.id;

import com.github.f4b6a3.uuid.UuidCreator;

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
    return new CallId(UuidCreator.getTimeOrderedEpoch().toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
