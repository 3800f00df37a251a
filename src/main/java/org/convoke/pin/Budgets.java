package org.convoke.pin;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convoke.bus.AdmissionQuery.Caller;
import org.convoke.config.PinConfig;
import org.convoke.id.RoomId;

/** What wrong PINs are counted by, how many are allowed, and what happens past that. Pure. */
final class Budgets {
  /** So long is any answer to a wrong PIN delayed, from the last key: unknown or closed alike. */
  static final long BASE_DELAY_MS = 300;

  private static final long FIRST_MS = 2_000;
  private static final long MAX_MS = 30_000;

  /** So many wrong PINs past a budget guests with a right one wait in the lobby. */
  private static final int LOBBY_FROM = 3;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** All that is dialled and is no number: one budget. */
  private static final String NO_NUMBER = "*";

  /** All wrong PINs of the bridge. */
  static final String BRIDGE = "bridge";

  private final PinConfig config;

  Budgets(PinConfig config) {
    this.config = config;
  }

  /**
   * One thing wrong PINs are counted by.
   *
   * @param name as pin.throttled tells it: caller, source, room, number or bridge
   * @param key what is counted
   */
  record Budget(String name, String key, int allowed, Duration over) {
    /** Of who guesses; others are shared. */
    boolean isOwn() {
      return name.equals("caller") || name.equals("source");
    }
  }

  /**
   * How an answer is slowed.
   *
   * @param budget the one that is exceeded most, or null
   */
  record Throttle(String budget, long delayMs, boolean lobby) {
    static final Throttle NONE = new Throttle(null, 0, false);

    boolean any() {
      return budget != null;
    }

    Throttle withoutLobby() {
      return new Throttle(budget, delayMs, false);
    }
  }

  /**
   * The budgets that count for a caller.
   *
   * @param number the dialled number, or null where it is none of ours
   * @param room the room that was dialled, or null
   */
  List<Budget> of(Caller caller, String number, RoomId room) {
    List<Budget> budgets = new java.util.ArrayList<>(4);
    if (hasNumber(caller)) {
      budgets.add(new Budget("caller", callerKey(caller), config.budgetCallerHour(), HOUR));
    }
    if (!isThisMachine(caller.source())) {
      budgets.add(new Budget("source", sourceKey(caller), config.budgetSourceHour(), HOUR));
    }
    if (room != null) {
      budgets.add(new Budget("room", "room:" + room, config.budgetRoomDay(), DAY));
    } else {
      String key = "number:" + (number == null ? NO_NUMBER : number);
      budgets.add(new Budget("number", key, config.budgetNumberDay(), DAY));
    }
    budgets.add(new Budget("bridge", BRIDGE, config.budgetBridgeDay(), DAY));
    return budgets;
  }

  /** Whether one that all callers share is used up: from then on it matters who guesses. */
  static boolean isSpent(List<Budget> budgets, Map<String, Integer> counts) {
    return budgets.stream()
        .anyMatch(it -> !it.isOwn() && counts.getOrDefault(it.key(), 0) >= it.allowed());
  }

  /** Of the caller's number alone. */
  static List<Budget> ofCaller(List<Budget> budgets) {
    return budgets.stream().filter(it -> it.name().equals("caller")).toList();
  }

  /** Those that others may have used up: many call by one trunk. */
  static List<Budget> ofOthersToo(List<Budget> budgets) {
    return budgets.stream().filter(it -> !it.name().equals("caller")).toList();
  }

  static List<Budget> own(List<Budget> budgets) {
    return budgets.stream().filter(Budget::isOwn).toList();
  }

  static boolean hasNumber(Caller caller) {
    String from = caller.from().value();
    return !from.isBlank() && !from.equalsIgnoreCase("anonymous");
  }

  static String callerKey(Caller caller) {
    return "caller:" + caller.from().value();
  }

  static String sourceKey(Caller caller) {
    return "source:" + caller.source();
  }

  /**
   * Trying things out on one's own machine, everything comes from one address: that says nothing.
   */
  static boolean isThisMachine(String source) {
    return source.startsWith("ip:127.")
        || source.equals("ip:::1")
        || source.equals("ip:0:0:0:0:0:0:0:1");
  }

  /** Since when each key is counted. */
  static Map<String, Instant> since(List<Budget> budgets, Instant now) {
    Map<String, Instant> since = new LinkedHashMap<>();
    budgets.forEach(budget -> since.put(budget.key(), now.minus(budget.over())));
    return since;
  }

  /**
   * How the answer is slowed.
   *
   * @param counts wrong PINs under each key
   * @param more wrong PINs that are not in {@code counts} yet: 1 while a wrong one is answered
   */
  static Throttle throttle(List<Budget> budgets, Map<String, Integer> counts, int more) {
    Throttle worst = Throttle.NONE;
    int most = 0;
    for (Budget budget : budgets) {
      int past = counts.getOrDefault(budget.key(), 0) + more - budget.allowed();
      if (past > most) {
        most = past;
        worst = new Throttle(budget.name(), delayMs(past), past >= LOBBY_FROM);
      }
    }
    return worst;
  }

  /** 2, 4, 8, 16, 30 s and no more. */
  private static long delayMs(int past) {
    return past > 4 ? MAX_MS : Math.min(MAX_MS, FIRST_MS << (past - 1));
  }
}
