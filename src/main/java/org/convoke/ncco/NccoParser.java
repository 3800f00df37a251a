package org.convoke.ncco;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.convoke.ncco.NccoAction.Input;
import org.convoke.ncco.NccoAction.Sound;

/** Reads programs; {@code src/docs/call-control.md} says what each action takes. */
final class NccoParser {
  private NccoParser() {}

  static Parsed parse(String json) {
    if (json == null || json.isBlank()) {
      return NccoFault.of("The answer is empty and should be a JSON array of actions.");
    }
    if (json.length() > Limits.PROGRAM_MAX) {
      return NccoFault.of(
          "The program is longer than %d characters.".formatted(Limits.PROGRAM_MAX));
    }
    try {
      Object tree = Json.read(withoutMark(json));
      if (!(tree instanceof List<?> items)) {
        return NccoFault.of("The program must be a JSON array of actions.");
      }
      return program(items);
    } catch (Json.Malformed e) {
      return NccoFault.of("The program " + e.getMessage() + ".");
    } catch (Fields.Faulty e) {
      return e.fault;
    }
  }

  static Parsed parseReply(String body) {
    return isProgram(body) ? parse(body) : new Ncco(List.of());
  }

  /** Whether it is meant as a program: an array, or one action that lacks its brackets. */
  private static boolean isProgram(String body) {
    String text = body == null ? "" : withoutMark(body).stripLeading();
    if (text.startsWith("[")) {
      return true;
    }
    try {
      return text.startsWith("{")
          && text.length() <= Limits.PROGRAM_MAX
          && Json.read(text) instanceof Map<?, ?> fields
          && fields.containsKey("action");
    } catch (Json.Malformed e) {
      return false;
    }
  }

  /** Some write a byte order mark first (RFC 8259 §8.1 lets it be ignored). */
  private static String withoutMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static Ncco program(List<?> items) {
    if (items.size() > Limits.ACTIONS_MAX) {
      throw new Fields.Faulty(
          NccoFault.of("The program has more than %d actions.".formatted(Limits.ACTIONS_MAX)));
    }
    List<NccoAction> actions = new ArrayList<>();
    for (Object item : items) {
      actions.add(action(actions.size(), item));
    }
    int uninterrupted = bargeInWithoutInput(actions);
    if (uninterrupted >= 0) {
      throw new Fields(uninterrupted, actions.get(uninterrupted).name(), Map.of())
          .faulty("bargeIn", "needs an input after it");
    }
    return new Ncco(actions);
  }

  private static NccoAction action(int index, Object item) {
    if (!(item instanceof Map<?, ?> fields)) {
      throw new Fields.Faulty(
          new NccoFault(
              index, null, null, "Action %d (from 0) must be an object.".formatted(index)));
    }
    if (!(fields.get("action") instanceof String name)) {
      throw new Fields.Faulty(
          new NccoFault(
              index,
              null,
              "action",
              "Action %d (from 0): action is required and names it.".formatted(index)));
    }
    return ActionParser.action(name, new Fields(index, shown(name), fields));
  }

  /** A name as errors repeat it: short and of harmless characters. */
  private static String shown(String name) {
    String harmless = name.replaceAll("[^A-Za-z0-9_-]", "?");
    return harmless.length() <= 40 ? harmless : harmless.substring(0, 40);
  }

  /** The index of a sound that could be interrupted for nothing, or -1. */
  private static int bargeInWithoutInput(List<NccoAction> actions) {
    int open = -1;
    for (int i = 0; i < actions.size(); i++) {
      NccoAction action = actions.get(i);
      if (action instanceof Input) {
        open = -1;
      } else if (open < 0 && action instanceof Sound sound && sound.bargeIn()) {
        open = i;
      }
    }
    return open;
  }
}
