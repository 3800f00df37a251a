package org.convoke.ivr;

/** What a key sequence does in a room. */
enum KeyAction {
  HELP,
  VOLUME_DOWN,
  VOLUME_UP,
  HEAD_COUNT,
  AUDIENCE_MUTE,
  RAISE_HAND,
  MUTE,
  LOCK,
  END,
  ADMIT,
  /** The keys of a code that is not complete. */
  INCOMPLETE_CODE
}
