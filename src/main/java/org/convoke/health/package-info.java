/**
 * Whether the bridge lives: it asks itself, by the ways that others come.
 *
 * <p>Role: every 5 s an OPTIONS of our own goes through the real SIP port, by UDP and by TCP, and a
 * task through every event loop; the media loops are asked when they turned last. {@link
 * org.convoke.health.Liveness} decides: a part that misses twice in a row is dead, which is noticed
 * within 12 s (a SIP stack's worker threads may die without a word); its first answer makes it live
 * again. A part that answers others, though not us, is busy and not dead: nobody shall restart a
 * bridge because it is flooded.
 *
 * <p>Owner: one thread of its own, {@code liveness}, for an event loop cannot notice that it is
 * blocked. Messages in: none. Out: {@code alarm.raised} and {@code alarm.cleared} to the journal.
 *
 * <p>Assumptions: our own OPTIONS is known by its Call-ID, which nobody else can know, and by the
 * port that it comes from; so no limit or ban of strangers is met by it, and nobody else profits.
 */
package org.convoke.health;
