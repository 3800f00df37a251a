package org.convoke.id;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Where new ids come from. A simulation that must be the same for the same seed brings its own
 * source for as long as it runs: ids are keys of maps, whose order is seen.
 */
final class Fresh {
  /** Unbound but in simulations. */
  static final ScopedValue<Source> SOURCE = ScopedValue.newInstance();

  /** Where a simulation takes its ids from. */
  record Source(Supplier<UUID> uuids, AtomicInteger numbers, Random random) {}

  private Fresh() {}

  /** A UUIDv7 (RFC 9562 §5.7) as text. */
  static String uuid() {
    return (SOURCE.isBound() ? SOURCE.get().uuids().get() : UuidCreator.getTimeOrderedEpoch())
        .toString();
  }

  /** A number that {@code numbers} did not give before. */
  static int number(AtomicInteger numbers) {
    return (SOURCE.isBound() ? SOURCE.get().numbers() : numbers).incrementAndGet();
  }

  /** Chance for ids that nobody shall foresee. */
  static Random random(Random secure) {
    return SOURCE.isBound() ? SOURCE.get().random() : secure;
  }
}
