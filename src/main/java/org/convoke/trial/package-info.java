/**
 * Trials ({@code scripts/trial}): a bridge of its own in a process of its own, good calls that are
 * up all the time, and something nasty that is done to the bridge meanwhile. Each prints figures
 * and, for each promise, whether it held.
 *
 * <p>{@link org.convoke.bench.TrialBridge} is the process, {@link org.convoke.bench.TrialCalls} are
 * the calls, {@code TrialDatabase} is a PostgreSQL outside of the bridge that can be stopped and
 * slowed. A trial is a class that extends {@code Trial} and a line in {@code TrialCommand}; the
 * integration tests play short versions of the same classes.
 *
 * <p>Assumption: Linux.
 */
package org.convoke.trial;
