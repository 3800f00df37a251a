package org.convoke.pin;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.convoke.bus.AdmissionQuery.Caller;
import org.convoke.config.PinConfig;

/**
 * Tells callers apart once a budget that all share is used up. Who keyed a right PIN in the last 30
 * days goes on as ever. Who did not has a few wrong ones in 30 days: a caller with a right PIN gets
 * in, and a guesser burns his numbers. Numbers can be forged: the bridge's day bounds that.
 */
final class Strangers {
  /** How long a right PIN makes known, and a wrong one counts against who is not. */
  static final Duration REMEMBERED = Duration.ofDays(30);

  private static final Duration DAY = Duration.ofDays(1);

  enum Standing {
    /** No budget that others use is used up. */
    ANYBODY,
    KNOWN,
    /** He has tries left. */
    STRANGER,
    /** Whatever he keys is not looked at, once a budget that all share is used up. */
    SHUT_OUT
  }

  private final PinConfig config;
  private final PinGateway gateway;

  Strangers(PinConfig config, PinGateway gateway) {
    this.config = config;
    this.gateway = gateway;
  }

  /** He keyed a right PIN when nobody was guessing. */
  void welcome(Caller caller) {
    String key = knownKey(caller);
    if (key != null) {
      gateway.know(key);
    }
  }

  /** Whose guesses are judged one after the other. */
  static String queue(Caller caller) {
    return choosesNumber(caller) || !Budgets.hasNumber(caller)
        ? Budgets.sourceKey(caller)
        : Budgets.callerKey(caller);
  }

  /**
   * What he may do now.
   *
   * @param bridge wrong PINs of the whole bridge today
   */
  Future<Standing> standing(Caller caller, int bridge) {
    Instant now = gateway.budgetTime();
    Map<String, Instant> today = new HashMap<>();
    Map<String, Instant> month = new HashMap<>();
    if (Budgets.hasNumber(caller)) {
      today.put(Budgets.callerKey(caller), now.minus(DAY));
      month.put(Budgets.callerKey(caller), now.minus(REMEMBERED));
    }
    if (countsSource(caller)) {
      today.put(Budgets.sourceKey(caller), now.minus(DAY));
    }
    return gateway
        .countsOver(today)
        .compose(counts ->
            isKnown(caller, counts, now)
                .compose(known ->
                    known
                        ? Future.succeededFuture(Standing.KNOWN)
                        : gateway
                            .countsOver(month)
                            .map(all -> stranger(caller, counts, all, bridge))));
  }

  /** Known, and not guessing himself. */
  private Future<Boolean> isKnown(Caller caller, Map<String, Integer> today, Instant now) {
    String key = knownKey(caller);
    int own =
        today.getOrDefault(
            Budgets.hasNumber(caller) ? Budgets.callerKey(caller) : Budgets.sourceKey(caller), 0);
    return key == null || own >= config.budgetCallerHour()
        ? Future.succeededFuture(false)
        : gateway.isKnown(key, now.minus(REMEMBERED));
  }

  private Standing stranger(
      Caller caller, Map<String, Integer> today, Map<String, Integer> month, int bridge) {
    boolean numberIsBurnt =
        Budgets.hasNumber(caller)
            && month.getOrDefault(Budgets.callerKey(caller), 0) >= config.budgetUnknownCaller();
    boolean sourceIsBurnt =
        countsSource(caller)
            && today.getOrDefault(Budgets.sourceKey(caller), 0) >= config.budgetSourceHour();
    return numberIsBurnt || sourceIsBurnt || bridge >= config.budgetBridgeDay()
        ? Standing.SHUT_OUT
        : Standing.STRANGER;
  }

  /**
   * A trunk's source is everybody's who calls by it; an address or a user name is somebody's, and
   * so is one whose number is hidden all that there is.
   */
  private static boolean countsSource(Caller caller) {
    return !Budgets.isThisMachine(caller.source())
        && (choosesNumber(caller) || !Budgets.hasNumber(caller));
  }

  /** Whose number is what he says it is. */
  private static boolean choosesNumber(Caller caller) {
    String source = caller.source();
    return !Budgets.isThisMachine(source)
        && (source.startsWith("ip:") || source.startsWith("credential:"));
  }

  /** Null: callers who hide their number behind a trunk cannot be told apart. */
  private static String knownKey(Caller caller) {
    if (Budgets.hasNumber(caller)) {
      return "known:" + caller.from().value() + "@" + caller.source();
    }
    return choosesNumber(caller) ? "known:@" + caller.source() : null;
  }
}
