package org.convoke.config;

/** Section {@code keypad}: key sequences by action; an empty text turns one off. */
public record KeypadConfig(
    String help,
    String volumeDown,
    String volumeUp,
    String headCount,
    String audienceMute,
    String raiseHand,
    String raiseHandToo,
    String mute,
    String lock,
    String end,
    String admit,
    String merge) {
  public KeypadConfig {
    Check.keys("keypad.help", help);
    Check.keys("keypad.volume_down", volumeDown);
    Check.keys("keypad.volume_up", volumeUp);
    Check.keys("keypad.head_count", headCount);
    Check.keys("keypad.audience_mute", audienceMute);
    Check.keys("keypad.raise_hand", raiseHand);
    Check.keys("keypad.raise_hand_too", raiseHandToo);
    Check.keys("keypad.mute", mute);
    Check.keys("keypad.lock", lock);
    Check.keys("keypad.end", end);
    Check.keys("keypad.admit", admit);
    Check.keys("keypad.merge", merge);
  }
}
