/**
 * Vonage's wire format: what its Voice API sends to webhooks, answered and taken by the same
 * programs here.
 *
 * <p><b>Role.</b> Values of ours turned into the fields that a Vonage application reads, ours
 * beside them. Pure: it knows no Vert.x, socket or clock; whoever sends makes JSON or a query of
 * the fields.
 *
 * <p>{@code CallResource} is the other way: what Vonage's REST shows of calls.
 *
 * <p><b>Decisions.</b> A {@code conversation_uuid} is {@code CON-} and the id of the room; before a
 * call is in one, the id of the call, as Vonage gives each leg a conversation of its own. {@code
 * from_user} stands beside {@code from} where the caller's address is a name, not in its place: a
 * program that knows only {@code from} still learns who calls.
 */
package org.convoke.vonage;
