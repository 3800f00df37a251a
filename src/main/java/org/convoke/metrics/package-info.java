/**
 * What Prometheus reads at {@code GET /metrics}: text exposition 0.0.4.
 *
 * <p>Role: gives names to what the parts count. The parts count for themselves, in plain numbers of
 * one owner, and show them as records or counters; a {@link org.convoke.metrics.Source} here reads
 * them when somebody asks and writes them on a {@link org.convoke.metrics.Sheet}. Nothing happens
 * between two scrapes, and a scrape takes no lock that a media loop or an event loop waits for.
 *
 * <p>Names: {@code convoke_THING_total} for counters, {@code _seconds} and {@code _bytes} for
 * units, and for the process the names that Prometheus' own libraries use. Labels have few values,
 * known beforehand: never a room, a caller, a number or an address.
 *
 * <p>Owner: none; any thread may read. Messages in: none. Facts come from the journal as a call.
 *
 * <p>We chose Prometheus' own {@code prometheus-metrics-exposition-textformats} with its model (170
 * KB) over Micrometer, because the format is all that was missing: the counters are there, and a
 * second set of them would cost a hash look-up where now there is an addition. Give it up when
 * something else than Prometheus must be fed.
 */
package org.convoke.metrics;
