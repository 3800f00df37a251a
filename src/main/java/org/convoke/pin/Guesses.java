package org.convoke.pin;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery.Caller;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.clock.Clock;
import org.convoke.config.PinConfig;
import org.convoke.id.RoomId;
import org.convoke.pin.Budgets.Budget;
import org.convoke.pin.Budgets.Throttle;
import org.convoke.pin.Strangers.Standing;
import org.convoke.store.PinLookup.Hit;

/** What is counted and told of right and wrong PINs and codes; never a digit. */
final class Guesses {
  private final PinConfig config;
  private final Clock clock;
  private final PinGateway gateway;
  private final PinCounters counters;
  private final Consumer<Fact> facts;
  private final Budgets budgets;
  private final RecentWrongs recent = new RecentWrongs();
  private final Strangers strangers;
  private final OneByOne oneByOne = new OneByOne();

  Guesses(
      PinConfig config,
      Clock clock,
      PinGateway gateway,
      PinCounters counters,
      Consumer<Fact> facts) {
    this.config = config;
    this.clock = clock;
    this.gateway = gateway;
    this.counters = counters;
    this.facts = facts;
    this.budgets = new Budgets(config);
    this.strangers = new Strangers(config, gateway);
  }

  /**
   * What a guess counts against, and what has been counted.
   *
   * @param via as pin.rejected tells it: keypad, header, address, code or page
   */
  final class Guess {
    private final Caller caller;
    private final String via;
    private final int attempt;
    private final List<Budget> counted;
    private final Map<String, Integer> before;
    private final Map<String, Integer> counts;
    private Standing standing = Standing.ANYBODY;

    /**
     * @param before recent wrong ones when the counts were asked for
     */
    private Guess(
        Caller caller,
        String via,
        int attempt,
        List<Budget> counted,
        Map<String, Integer> before,
        Map<String, Integer> counts) {
      this.caller = caller;
      this.via = via;
      this.attempt = attempt;
      this.counted = counted;
      this.before = before;
      this.counts = counts;
    }

    /** What was counted, and what came since: a few of those may be counted twice. */
    private Map<String, Integer> soFar() {
      Map<String, Integer> all = new HashMap<>(counts);
      before.forEach((key, was) -> all.merge(key, Math.max(0, recent.of(key) - was), Integer::sum));
      return all;
    }

    /** How an answer is slowed that is no wrong guess. */
    Throttle throttle() {
      return throttle(0);
    }

    /** What others do does not slow who is known. */
    private Throttle throttle(int more) {
      List<Budget> counting = standing == Standing.KNOWN ? Budgets.ofCaller(counted) : counted;
      return Budgets.throttle(counting, soFar(), more);
    }

    /**
     * The judge's answer, or, once a budget that all share is used up and who guesses has no tries
     * left, the one to a wrong PIN whatever he keyed.
     */
    Future<AdmissionAnswer> judged(Supplier<Future<AdmissionAnswer>> judge) {
      Map<String, Integer> all = soFar();
      if (!Budgets.throttle(Budgets.ofOthersToo(counted), all, 1).any()) {
        return judge.get();
      }
      return oneByOne.after(
          Strangers.queue(caller),
          () ->
              strangers
                  .standing(caller, all.getOrDefault(Budgets.BRIDGE, 0))
                  .compose(found -> {
                    standing = found;
                    return found == Standing.SHUT_OUT && Budgets.isSpent(counted, all)
                        ? Future.succeededFuture(unseen(1))
                        : judge.get();
                  }));
    }

    /** A budget of who guesses is exceeded, whatever others did. */
    boolean guesserIsPast() {
      return Budgets.throttle(Budgets.own(counted), soFar(), 0).any();
    }

    AdmissionAnswer accepted(Hit hit, Throttle throttle) {
      counters.accepted.increment();
      fact(
          EventType.PIN_ACCEPTED,
          caller,
          hit.room(),
          Map.of("role", hit.role().wire(), "attempt", attempt, "via", via));
      throttled(hit.room(), throttle);
      if (standing == Standing.KNOWN || standing == Standing.ANYBODY && !throttle.any()) {
        strangers.welcome(caller);
      }
      return new AdmissionAnswer.Admit(
          hit.room(), hit.role(), throttle.lobby(), throttle.delayMs());
    }

    /** Counts and tells a wrong guess; the answer comes after its delay. */
    Future<AdmissionAnswer> wrong() {
      Throttle throttle = throttle(1);
      rejected();
      throttled(null, throttle);
      long delayMs = Math.max(Budgets.BASE_DELAY_MS, throttle.delayMs());
      return record().map(new AdmissionAnswer.Reject(delayMs, throttle.any()));
    }

    /** The same without a word of how the answer is slowed: none is given. */
    Future<Void> wrongUnanswered() {
      rejected();
      return record();
    }

    /** Was not looked at, right or wrong. */
    AdmissionAnswer unseen() {
      return unseen(0);
    }

    /**
     * @param more 1: as slow as if it had been wrong
     */
    private AdmissionAnswer unseen(int more) {
      counters.unseen.increment();
      Throttle throttle = throttle(more);
      throttled(null, throttle);
      long leastMs = more == 0 ? 0 : Budgets.BASE_DELAY_MS;
      return new AdmissionAnswer.Reject(Math.max(leastMs, throttle.delayMs()), true);
    }

    void throttled(RoomId room, Throttle throttle) {
      if (!throttle.any()) {
        return;
      }
      counters.throttled.increment();
      if (room != null && throttle.lobby()) {
        counters.lobby.increment();
      }
      Map<String, Object> data =
          Map.of(
              "budget",
              throttle.budget(),
              "delay_ms",
              throttle.delayMs(),
              "lobby",
              throttle.lobby());
      fact(EventType.PIN_THROTTLED, caller, room, data);
    }

    private void rejected() {
      counters.rejected.increment();
      Map<String, Object> data = new HashMap<>();
      data.put("attempt", attempt);
      data.put("attempts_left", Math.max(0, config.tries() - attempt));
      data.put("why", "wrong");
      data.put("via", via);
      fact(EventType.PIN_REJECTED, caller, null, data);
    }

    private Future<Void> record() {
      List<String> keys = counted.stream().map(Budget::key).toList();
      recent.add(keys);
      return gateway.record(keys);
    }
  }

  /** {@code number} and {@code room} as {@link Budgets#of} takes them. */
  Future<Guess> begin(Caller caller, String number, RoomId room, String via, int attempt) {
    List<Budget> counted = budgets.of(caller, number, room);
    Map<String, Integer> before = new HashMap<>();
    counted.forEach(budget -> before.put(budget.key(), recent.of(budget.key())));
    return gateway
        .counts(Budgets.since(counted, gateway.budgetTime()))
        .map(counts -> new Guess(caller, via, attempt, counted, before, counts));
  }

  /** Who is at a provider has no call of ours yet to be told apart by. */
  private void fact(String type, Caller caller, RoomId room, Map<String, Object> data) {
    Map<String, Object> told = new HashMap<>(data);
    if (caller.elsewhere() != null) {
      told.put("provider", caller.elsewhere().provider());
      told.put("provider_call_id", caller.elsewhere().providerCallId());
    }
    facts.accept(Fact.of(type, clock.now(), room, caller.call(), null, told));
  }
}
