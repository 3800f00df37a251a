package org.convoke.ivr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convoke.config.KeypadConfig;
import org.convoke.dialin.Rules;
import org.convoke.id.Pin;

/** Turns keys into actions: the longest configured sequence counts. */
final class Keypad {
  /** How long a further key of a sequence is waited for. */
  static final long INTER_KEY_NS = 2_000_000_000L;

  /** How long a further digit of a code is waited for: it is read from a screen. */
  private static final long INTER_DIGIT_NS = 5_000_000_000L;

  private final Map<String, KeyAction> actions = new HashMap<>();

  /** What a code begins with; empty: there are none. */
  private final String codePrefix;

  Keypad(KeypadConfig config) {
    codePrefix = config.merge();
    put(config.help(), KeyAction.HELP);
    put(config.volumeDown(), KeyAction.VOLUME_DOWN);
    put(config.volumeUp(), KeyAction.VOLUME_UP);
    put(config.headCount(), KeyAction.HEAD_COUNT);
    put(config.audienceMute(), KeyAction.AUDIENCE_MUTE);
    put(config.raiseHand(), KeyAction.RAISE_HAND);
    put(config.raiseHandToo(), KeyAction.RAISE_HAND);
    put(config.mute(), KeyAction.MUTE);
    put(config.lock(), KeyAction.LOCK);
    put(config.end(), KeyAction.END);
    put(config.admit(), KeyAction.ADMIT);
  }

  private void put(String keys, KeyAction action) {
    if (!keys.isEmpty()) {
      actions.put(keys, action);
    }
  }

  /**
   * What follows from a key.
   *
   * @param pending keys that may become a sequence, empty when none
   * @param done actions that are complete
   * @param known the key belongs to some sequence
   * @param code that is complete, or null
   */
  record Pressed(String pending, List<KeyAction> done, boolean known, Pin code) {
    /** It does not print keys. */
    @Override
    public String toString() {
      return "Pressed[done=" + done + "]";
    }
  }

  /** Keys that are pressed after {@code pending} ones belong to a code and are told nobody. */
  boolean isCode(String pending) {
    return !codePrefix.isEmpty() && pending.startsWith(codePrefix);
  }

  /** How long a further key is waited for. */
  long patienceNs(String pending) {
    return isCode(pending) ? INTER_DIGIT_NS : INTER_KEY_NS;
  }

  /** A key was pressed after {@code pending} ones. */
  Pressed press(String pending, char key) {
    if (isCode(pending)) {
      return digit(pending, key);
    }
    String keys = pending + key;
    KeyAction action = actions.get(keys);
    if (isBeginning(keys)) {
      return new Pressed(keys, List.of(), true, null);
    }
    if (action != null) {
      return new Pressed("", List.of(action), true, null);
    }
    if (pending.isEmpty()) {
      return new Pressed("", List.of(), false, null);
    }
    // What was pending stands for itself, and the key begins anew.
    List<KeyAction> done = new ArrayList<>();
    if (actions.containsKey(pending)) {
      done.add(actions.get(pending));
    }
    Pressed anew = press("", key);
    done.addAll(anew.done());
    return new Pressed(anew.pending(), List.copyOf(done), anew.known() || !done.isEmpty(), null);
  }

  private Pressed digit(String pending, char key) {
    if (key == '*') {
      return press("", key);
    }
    if (key < '0' || key > '9') {
      return new Pressed("", List.of(KeyAction.INCOMPLETE_CODE), true, null);
    }
    String keys = pending + key;
    String digits = keys.substring(codePrefix.length());
    return digits.length() < Rules.CODE_LENGTH
        ? new Pressed(keys, List.of(), true, null)
        : new Pressed("", List.of(), true, new Pin(digits));
  }

  /** No further key came in time: what is pending stands for itself, or for nothing (null). */
  KeyAction timeout(String pending) {
    return isCode(pending) && pending.length() > codePrefix.length()
        ? KeyAction.INCOMPLETE_CODE
        : actions.get(pending);
  }

  /** Some longer sequence begins with {@code keys}. */
  private boolean isBeginning(String keys) {
    if (codePrefix.startsWith(keys)) {
      return true;
    }
    for (String sequence : actions.keySet()) {
      if (sequence.length() > keys.length() && sequence.startsWith(keys)) {
        return true;
      }
    }
    return false;
  }
}
