package org.convoke.id;

/**
 * Names an application: a program elsewhere that steers calls by its answers. A UUIDv7 (RFC 9562
 * §5.7); it also serves as the user part of the application's SIP URI.
 */
public record ApplicationId(String value) {
  public ApplicationId {
    if (!Uuids.isUuid(value)) {
      throw new IllegalArgumentException("not an application id");
    }
  }

  /** A new id. */
  public static ApplicationId random() {
    return new ApplicationId(Fresh.uuid());
  }

  @Override
  public String toString() {
    return value;
  }
}
