package org.convoke.id;

/**
 * Names a participant: a leg admitted to a room. A UUIDv7 (RFC 9562 §5.7), so ids sort by the time
 * they were made.
 */
public record ParticipantId(String value) {
  public ParticipantId {
    if (!Uuids.isUuid(value)) {
      throw new IllegalArgumentException("not a participant id");
    }
  }

  /** A new id. */
  public static ParticipantId random() {
    return new ParticipantId(Fresh.uuid());
  }

  @Override
  public String toString() {
    return value;
  }
}
