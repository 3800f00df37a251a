package org.convoke.store;

/** What was asked cannot be stored beside what is there; {@code field} names the culprit. */
public final class Conflict extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String field;

  /**
   * @param code a stable name: slug_taken, pin_taken, pins_exhausted, number_taken, number_in_use,
   *     number_unknown, room_unknown, name_taken, username_taken, no_pins, application_unknown,
   *     application_in_use, applications_exhausted, conversations_exhausted
   * @param field the request's field that is to blame
   */
  public Conflict(String code, String field, String message) {
    super(message, null, false, false);
    this.code = code;
    this.field = field;
  }

  public String code() {
    return code;
  }

  public String field() {
    return field;
  }
}
