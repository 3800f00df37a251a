package org.convoke.id;

import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** New ids that are the same for the same seed, for as long as something runs. */
public final class SeededIds {
  private SeededIds() {}

  public static <T> T during(Supplier<UUID> uuids, Random random, Callable<T> work) {
    Fresh.Source source = new Fresh.Source(uuids, new AtomicInteger(), random);
    try {
      return ScopedValue.where(Fresh.SOURCE, source).call(work::call);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
