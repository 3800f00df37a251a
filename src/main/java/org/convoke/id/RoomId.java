package org.convoke.id;

import java.security.SecureRandom;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Names a room: three groups of four characters, {@code abcd-efgh-jkmn}. It serves as the user part
 * of the room's SIP URI and as the path of its link, so it is easy to read aloud and holds 59
 * random bits.
 */
public record RoomId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}");

  /** No 0, 1, i, l, o: they are mistaken for each other. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private static final SecureRandom RANDOM = new SecureRandom();

  public RoomId {
    if (!isRoomId(value)) {
      throw new IllegalArgumentException("not a room id");
    }
  }

  /** Whether a text from outside has the form of a room id. */
  public static boolean isRoomId(String text) {
    return text != null && text.length() == 14 && FORM.matcher(text).matches();
  }

  /** Whether {@link #random} may ever give this id, or has given it. */
  static boolean canBeDrawn(String text) {
    return isRoomId(text) && text.chars().allMatch(c -> c == '-' || ALPHABET.indexOf(c) >= 0);
  }

  /** A new random id. */
  public static RoomId random() {
    Random random = Fresh.random(RANDOM);
    StringBuilder id = new StringBuilder(14);
    for (int i = 0; i < 14; i++) {
      id.append(i == 4 || i == 9 ? '-' : ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new RoomId(id.toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
