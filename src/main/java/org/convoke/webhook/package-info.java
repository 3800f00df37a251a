/**
 * Event webhooks: what waits in the outbox goes to those who want it, until they take it.
 *
 * <p><b>Assumptions.</b> At least once, each time with the event's id as {@code webhook-id};
 * consumers recognise what they have by it. 2xx means taken, anything else is tried again.
 */
package org.convoke.webhook;
