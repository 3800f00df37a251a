package org.convoke.config;

/** Section {@code pin}. */
public record PinConfig(
    int length,
    int tries,
    int firstDigitSeconds,
    int interDigitSeconds,
    int totalSeconds,
    int budgetCallerHour,
    int budgetSourceHour,
    int budgetRoomDay,
    int budgetNumberDay,
    int budgetUnknownCaller,
    int budgetBridgeDay) {
  public PinConfig {
    Check.range("pin.length", length, 4, 10);
    Check.range("pin.tries", tries, 1, 10);
    Check.range("pin.first_digit_seconds", firstDigitSeconds, 1, 120);
    Check.range("pin.inter_digit_seconds", interDigitSeconds, 1, 60);
    Check.range("pin.total_seconds", totalSeconds, 5, 300);
    Check.range("pin.budget_caller_hour", budgetCallerHour, 1, 1_000_000);
    Check.range("pin.budget_source_hour", budgetSourceHour, 1, 1_000_000);
    Check.range("pin.budget_room_day", budgetRoomDay, 1, 1_000_000);
    Check.range("pin.budget_number_day", budgetNumberDay, 1, 1_000_000);
    Check.range("pin.budget_unknown_caller", budgetUnknownCaller, 0, 1_000_000);
    Check.range("pin.budget_bridge_day", budgetBridgeDay, 1, 1_000_000);
  }
}
