package org.convoke.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.id.CallId;

/**
 * Counts what happened by what is told of it: calls with their outcomes, events by type, alarms.
 * What is counted is what consumers are told, so the two cannot differ.
 */
public final class FactCounts implements Source {
  /** Calls at one time; a bridge has fewer. */
  private static final int MAX_CALLS = 100_000;

  /** Outcomes that are told apart; names of our own, but the list must end. */
  private static final int MAX_OUTCOMES = 200;

  /** From the start at 0, so that their first one is seen to be an increase. */
  private static final Set<String> USUAL =
      Set.of("caller_hung_up", "cancelled", "refused", "unavailable", "media_timeout", "api");

  private record Call(String kind, String direction) {}

  private final Map<CallId, Call> calls = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> active = new ConcurrentHashMap<>();
  private final Map<Labels, LongAdder> started = new ConcurrentHashMap<>();
  private final Map<Labels, LongAdder> answered = new ConcurrentHashMap<>();
  private final Map<Labels, LongAdder> completed = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> types = new ConcurrentHashMap<>();
  private final Map<String, Integer> alarms = new ConcurrentHashMap<>();

  public FactCounts() {
    for (String kind : new String[] {"phone", "browser"}) {
      active.put(kind, new AtomicInteger());
      started.put(labels(new Call(kind, "inbound")), new LongAdder());
      answered.put(labels(new Call(kind, "inbound")), new LongAdder());
    }
    for (String cause : USUAL) {
      completed.put(outcome(new Call("phone", "inbound"), cause), new LongAdder());
    }
    for (String type : EventType.all()) {
      types.put(type, new LongAdder());
    }
    for (String alarm : EventType.ALARMS) {
      alarms.put(alarm, 0);
    }
  }

  /** It is on its way to the journal. */
  public void count(Fact fact) {
    LongAdder type = types.get(fact.type());
    if (type != null) {
      type.increment();
    }
    switch (fact.type()) {
      case EventType.CALL_STARTED -> begin(fact);
      case EventType.CALL_ANSWERED -> {
        Call call = fact.call() == null ? null : calls.get(fact.call());
        if (call != null) {
          answered.computeIfAbsent(labels(call), _ -> new LongAdder()).increment();
        }
      }
      case EventType.CALL_COMPLETED -> end(fact);
      case EventType.ALARM_RAISED -> alarms.replace(text(fact, "alarm"), 1);
      case EventType.ALARM_CLEARED -> alarms.replace(text(fact, "alarm"), 0);
      default -> {
        // Counted by its type alone.
      }
    }
  }

  private void begin(Fact fact) {
    if (fact.call() == null || calls.size() >= MAX_CALLS) {
      return;
    }
    String kind = text(fact, "transport").equals("webrtc") ? "browser" : "phone";
    String direction = text(fact, "direction").equals("outbound") ? "outbound" : "inbound";
    Call call = new Call(kind, direction);
    if (calls.putIfAbsent(fact.call(), call) == null) {
      active.get(kind).incrementAndGet();
      started.computeIfAbsent(labels(call), _ -> new LongAdder()).increment();
    }
  }

  /** Calls of an earlier run, which end now, are not among ours. */
  private void end(Fact fact) {
    Call call = fact.call() == null ? null : calls.remove(fact.call());
    if (call != null) {
      active.get(call.kind()).decrementAndGet();
      Labels labels = outcome(call, text(fact, "cause"));
      if (!completed.containsKey(labels) && completed.size() >= MAX_OUTCOMES) {
        labels = outcome(call, "other");
      }
      completed.computeIfAbsent(labels, _ -> new LongAdder()).increment();
    }
  }

  private static String text(Fact fact, String field) {
    return fact.data().get(field) instanceof String text ? text : "";
  }

  private static Labels labels(Call call) {
    return Labels.of("direction", call.direction(), "kind", call.kind());
  }

  private static Labels outcome(Call call, String cause) {
    return labels(call).add("outcome", cause.matches("[a-z_]{1,40}") ? cause : "other");
  }

  @Override
  public void write(Sheet sheet) {
    sheet.gauge("convoke_calls_active", "Calls that last now.", "kind", active);
    sheet.counters("convoke_calls_started_total", "Calls that began.", Sheet.sums(started));
    sheet.counters(
        "convoke_calls_answered_total", "Calls that were answered.", Sheet.sums(answered));
    sheet.counters(
        "convoke_calls_completed_total",
        "Calls that are over, by how they ended: cause of call.completed.",
        Sheet.sums(completed));
    sheet.counter(
        "convoke_events_total", "Events that happened, by type.", "type", Sheet.sums(types));
    sheet.gauge(
        "convoke_alarm_active",
        "1 while an alarm is raised: alarm.raised was told, and not yet alarm.cleared.",
        "alarm",
        alarms);
  }
}
