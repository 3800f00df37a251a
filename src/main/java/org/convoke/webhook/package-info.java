/**
 * Event webhooks: what waits in the outbox goes to those who want it, until they take it.
 *
 * <p><b>Owner.</b> {@link org.convoke.webhook.WebhookVerticle} on its event loop. {@code Lane},
 * {@code Pulse}, {@code Schedule} and {@code Verdict} decide and are pure; {@code Dispatcher} acts.
 *
 * <p><b>In:</b> rows of the outbox, which the journal writes together with the events; {@link
 * org.convoke.bus.Committed} as a hint, and a look each second without one. <b>Out:</b> HTTP
 * requests, and the fact {@code webhook.disabled}.
 *
 * <p><b>How it goes.</b> An endpoint is leased as a whole for ten seconds at a time, so one process
 * knows of all its deliveries which may go: none while an earlier one of the same room or call is
 * not done, eight of other rooms and calls beside each other. Nothing is written before an attempt
 * and many outcomes are one statement after it, so a crash sends again what was not written: with
 * the same {@code webhook-id}, after which consumers recognise it. Whoever finds a lease over goes
 * on where the outbox stands.
 *
 * <p>A delivery that fails waits 5 s and then as long again as it has been failing, up to a day; it
 * holds up its own room and call alone, and is given up ({@code dead}) after three days. Three
 * failures in a row that are not one event's fault mean that the endpoint is down: then one
 * delivery at a time is tried for all, each twelfth of the time it has been away but at least each
 * five minutes, and with the first that is taken everything flows again. Nothing is given up
 * meanwhile; after three days without a success, or after 410, the endpoint is disabled with an
 * event, and once it is enabled again it gets everything since.
 *
 * <p><b>Limits.</b> 15 s an attempt; 256 deliveries of an endpoint in memory, the rest in the
 * database; an endpoint whose answers take over two seconds has two deliveries under way, one that
 * is down has one.
 *
 * <p><b>Assumptions.</b> Ids of the outbox are committed in their order: every writer holds the
 * journal's lock. Due times are of the clock on the wall, for they outlive the process.
 */
package org.convoke.webhook;
