package org.convoke.ivr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convoke.config.KeypadConfig;

/** Turns keys into actions: the longest configured sequence counts. */
final class Keypad {
  /** How long a further key of a sequence is waited for. */
  static final long INTER_KEY_NS = 2_000_000_000L;

  private final Map<String, KeyAction> actions = new HashMap<>();

  Keypad(KeypadConfig config) {
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
   */
  record Pressed(String pending, List<KeyAction> done, boolean known) {}

  /** A key was pressed after {@code pending} ones. */
  Pressed press(String pending, char key) {
    String keys = pending + key;
    KeyAction action = actions.get(keys);
    if (isBeginning(keys)) {
      return new Pressed(keys, List.of(), true);
    }
    if (action != null) {
      return new Pressed("", List.of(action), true);
    }
    if (pending.isEmpty()) {
      return new Pressed("", List.of(), false);
    }
    // What was pending stands for itself, and the key begins anew.
    List<KeyAction> done = new ArrayList<>();
    if (actions.containsKey(pending)) {
      done.add(actions.get(pending));
    }
    Pressed anew = press("", key);
    done.addAll(anew.done());
    return new Pressed(anew.pending(), List.copyOf(done), anew.known() || !done.isEmpty());
  }

  /** No further key came in time: what is pending stands for itself, or for nothing (null). */
  KeyAction timeout(String pending) {
    return actions.get(pending);
  }

  /** Some longer sequence begins with {@code keys}. */
  private boolean isBeginning(String keys) {
    for (String sequence : actions.keySet()) {
      if (sequence.length() > keys.length() && sequence.startsWith(keys)) {
        return true;
      }
    }
    return false;
  }
}
