package org.convoke.id;

/**
 * Names an event, once and for ever: consumers recognise a repeated delivery by it. A UUIDv7 (RFC
 * 9562 §5.7), so ids sort by the time they were made.
 */
public record EventId(String value) {
  public EventId {
    if (!Uuids.isUuid(value)) {
      throw new IllegalArgumentException("not a event id");
    }
  }

  /** A new id. */
  public static EventId random() {
    return new EventId(Fresh.uuid());
  }

  @Override
  public String toString() {
    return value;
  }
}
