package org.convoke.ncco;

/** How much a program may hold. */
final class Limits {
  /** Characters of a whole program. */
  static final int PROGRAM_MAX = 262_144;

  static final int ACTIONS_MAX = 100;
  static final int NESTING_MAX = 20;

  /** Characters of a number. */
  static final int NUMBER_MAX = 64;

  /** Characters to be spoken, tags not counted. */
  static final int TEXT_MAX = 1_500;

  /** Characters with all tags. */
  static final int SSML_MAX = 15_000;

  static final int URL_MAX = 2_048;

  /** Characters of the name of a field, and of most texts that are names. */
  static final int NAME_MAX = 255;

  /** Characters of the name of a conversation: as many as the store keeps. */
  static final int CONVERSATION_MAX = 128;

  /** Characters of a payload, without blanks. */
  static final int PAYLOAD_MAX = 8_192;

  static final int LOOP_MAX = 10_000;
  static final int STYLE_MAX = 1_000;

  /** Calls in canSpeak or canHear. */
  static final int LEGS_MAX = 200;

  private Limits() {}
}
