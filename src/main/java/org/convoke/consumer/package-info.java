/**
 * A receiver of event webhooks, ready to run ({@code scripts/consumer}) and small enough to copy.
 *
 * <p>It knows nothing of the bridge's insides, only what is on the wire. {@link
 * org.convoke.consumer.Verifier} checks the signatures of Standard Webhooks and needs nothing but
 * the JDK; {@code Receiver} answers 2xx only once an event is taken; {@code Story} knows what was
 * taken (each event once) and which numbers are missing; {@code Inbox} keeps that in a file, so
 * that a receiver that was killed goes on where it was; {@code EventsApi} reads what is missing.
 *
 * <p>Assumed: one process has an inbox, and an inbox fits into memory.
 */
package org.convoke.consumer;
