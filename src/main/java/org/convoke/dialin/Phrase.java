package org.convoke.dialin;

/** One piece of what is said to a caller; the language is the speaker's business. */
public sealed interface Phrase {
  /** A recorded prompt by its name, such as enter-pin. */
  record Prompt(String name) implements Phrase {}

  /** A number of people, 0 or more. */
  record Number(int value) implements Phrase {}

  /** Keys to press, such as {@code *6}, said one by one. */
  record Keys(String keys) implements Phrase {}
}
