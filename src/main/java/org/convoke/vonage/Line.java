package org.convoke.vonage;

import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.PhoneNumber;
import org.convoke.id.RoomId;

/**
 * What Vonage's wire format says of a call in every webhook.
 *
 * @param room the conversation that the call is in, or null
 * @param application null of a call that no application steers
 */
public record Line(
    CallId call, RoomId room, ApplicationId application, PhoneNumber from, PhoneNumber to) {
  /** Its {@link ConversationUuid}. */
  public String conversation() {
    return ConversationUuid.of(room, call);
  }

  /** E.164 numbers without their plus; anything else as it is. */
  public static String number(PhoneNumber number) {
    return number(number.value());
  }

  /** The same of text. */
  static String number(String text) {
    return isNumber(text) && text.startsWith("+") ? text.substring(1) : text;
  }

  /** Whether it can be a telephone number: digits, a plus before them or not. */
  public static boolean isNumber(String text) {
    int from = text.startsWith("+") ? 1 : 0;
    return text.length() > from && text.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
  }
}
