package org.convoke.id;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a room's link may end with: a short name that people can type, {@code weekly-planning}. A
 * room without one of its own has its id there.
 */
public final class SlugRules {
  public static final int MAX_LENGTH = 64;

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private SlugRules() {}

  /** Whether a text from outside has the form of a slug; the ids of rooms have it too. */
  public static boolean isSlug(String text) {
    return text != null && text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
  }

  /**
   * Why a text cannot be chosen as a slug, as a phrase that follows the field's name; empty when it
   * can. What may be the id of another room, living, dead or to come, would lead its guests astray.
   */
  public static Optional<String> fault(String text) {
    if (!isSlug(text)) {
      return Optional.of(
          "must be 1 to 64 letters a to z, digits and hyphens, a letter or digit first");
    }
    return RoomId.canBeDrawn(text)
        ? Optional.of("must not look like the id of a room")
        : Optional.empty();
  }

  /** A name for a room that nobody named: {@code weekly-planning} is Weekly planning. */
  public static String name(String slug) {
    String words = slug.replace('-', ' ').strip().replaceAll(" +", " ");
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
