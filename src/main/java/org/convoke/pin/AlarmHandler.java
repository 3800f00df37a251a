package org.convoke.pin;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.convoke.id.PinRisk;
import org.convoke.store.WrongPins;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how likely PINs are guessed, and whether somebody tries. Tells each once when it begins
 * and once when it is over.
 */
final class AlarmHandler {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmHandler.class);

  private final PinCounters counters;

  /** Null: nobody keeps them. */
  private final WrongPins store;

  private final BiConsumer<Boolean, Map<String, Object>> alarms;

  private final WrongRate rate = new WrongRate();
  private final Map<String, Boolean> risky = new HashMap<>();
  private long stored;
  private boolean storing;
  private boolean tooLikely;
  private volatile PinReadings readings = new PinReadings(0, 0, 0);

  /**
   * @param store where wrong PINs are counted, or null
   * @param alarms told whether an alarm is raised (else cleared), and what to say of it
   */
  AlarmHandler(
      PinCounters counters, WrongPins store, BiConsumer<Boolean, Map<String, Object>> alarms) {
    this.counters = counters;
    this.store = store;
    this.alarms = alarms;
  }

  /** Any thread. */
  PinReadings readings() {
    return readings;
  }

  /** The risk at each number. */
  void risks(Map<String, PinRisk> risks) {
    PinRisk worst =
        risks.values().stream()
            .max(Comparator.comparingDouble(PinRisk::probabilityPerDay))
            .orElse(new PinRisk(0, 0, 4));
    readings =
        new PinReadings(
            worst.probabilityPerDay(), readings.wrongLastHour(), readings.wrongHourlyMean());
    risks.forEach(this::tellRisk);
    if (worst.tooHigh() != tooLikely) {
      tooLikely = worst.tooHigh();
      String detail = tooLikely ? worst.advice() : "Guessing a PIN is unlikely again.";
      alarms.accept(tooLikely, Map.of("alarm", "pin_guessing", "detail", detail));
    }
  }

  private void tellRisk(String number, PinRisk risk) {
    boolean before = Boolean.TRUE.equals(risky.put(number, risk.tooHigh()));
    if (risk.tooHigh() && !before) {
      LOG.warn("Number {}: {}", number, risk.advice());
    } else if (before && !risk.tooHigh()) {
      LOG.info("Number {}: guessing a PIN is unlikely again", number);
    }
  }

  /** To be called each minute: what was counted goes to the database, which knows the week. */
  void count(Instant now) {
    if (store == null || storing) {
      return;
    }
    storing = true;
    long seen = counters.rejected.sum();
    Future<Void> added = seen == stored ? Future.succeededFuture() : store.add(seen - stored, now);
    added
        .onSuccess(done -> stored = seen)
        .compose(done -> store.counts(now))
        .onComplete(done -> {
          storing = false;
          if (done.succeeded()) {
            counted(done.result());
          } else {
            // What was not written is written next time.
            LOG.debug("Wrong PINs cannot be counted: {}", done.cause().getMessage());
          }
        });
  }

  private void counted(WrongPins.Counts counts) {
    boolean changed = rate.counted(counts);
    readings = new PinReadings(readings.guessProbability(), rate.lastHour(), rate.hourlyMean());
    if (changed) {
      if (rate.raised()) {
        LOG.warn("{}", rate.detail());
      } else {
        LOG.info("{}", rate.detail());
      }
      alarms.accept(rate.raised(), Map.of("alarm", "wrong_pins", "detail", rate.detail()));
    }
  }

  void purge(Instant now) {
    if (store != null) {
      store.purge(now);
    }
  }
}
