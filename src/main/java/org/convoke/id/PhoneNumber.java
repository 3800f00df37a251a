package org.convoke.id;

/**
 * A caller's or dialled number, or the user part of a SIP URI where it is no number. It prints
 * masked: a number is personal data, and logs are read by many.
 */
public record PhoneNumber(String value) {
  /** Longer than any E.164 number and any sane SIP user part. */
  public static final int MAX_LENGTH = 64;

  public PhoneNumber {
    if (value == null || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a number has at most 64 characters");
    }
  }

  /** All but the last three characters hidden, for logs and for other participants' eyes. */
  public String masked() {
    int keep = Math.min(3, Math.max(0, value.length() - 3));
    return "*".repeat(value.length() - keep) + value.substring(value.length() - keep);
  }

  @Override
  public String toString() {
    return masked();
  }
}
