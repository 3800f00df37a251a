package org.convoke.store;

import java.util.List;

/**
 * How the database is to work with.
 *
 * @param took statements and transactions by how long they took, the wait for a connection
 *     included: up to each of {@link #TOOK_SECONDS}, and one more
 * @param tookSeconds all of them together
 * @param away those that failed because the database did not answer, or not in time
 * @param refused those that failed for another reason, a constraint among them
 * @param inUse connections of the pool that work
 * @param size connections that the pool may have
 * @param waiting those who wait for one
 * @param resting it did not answer for a second, and is asked once a second
 */
public record DatabaseReadings(
    List<Long> took,
    double tookSeconds,
    long away,
    long refused,
    int inUse,
    int size,
    int waiting,
    boolean resting) {
  /** Upper bounds of the time taken, in seconds; a statement has two, and we wait half more. */
  public static final List<Double> TOOK_SECONDS =
      List.of(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 2.5);
}
