package org.convoke.trial;

import java.io.IOException;
import java.util.Locale;

/**
 * What a bridge holds of the machine at one moment, after its garbage was collected.
 *
 * @param residentMib memory in RAM
 */
record Footprint(double residentMib, Machine.Heap heap, int threads, int descriptors) {
  static Footprint of(long pid) throws IOException, InterruptedException {
    Machine.Heap heap = Machine.heap(pid);
    return new Footprint(
        Machine.residentMib(pid), heap, Machine.threads(pid), Machine.descriptors(pid));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "heap %.1f MiB, %d threads, %d descriptors, %.0f MiB resident",
        heap.mib(),
        threads,
        descriptors,
        residentMib);
  }
}
