/**
 * The HTTP door: the API of {@code openapi.yaml}, its readable page, the page of a room, health.
 *
 * <p>{@link org.convoke.web.HttpVerticle} owns the server. The contract is the source of what is
 * served: each operation of it has one handler, and each request passes, in this order, the API key
 * and its scope, the size and form of the body, the contract, the {@code Idempotency-Key}, and only
 * then the handler. Handlers read and write the stores, ask the room and sip verticles over the bus
 * about what is live, tell the pin verticle of PINs and numbers that changed, and send facts to the
 * journal. Classes named {@code ...Json} turn records into what the API shows and know nothing
 * else.
 *
 * <p>{@code VonageApi} is no part of that contract: under {@code /vonage} paths, bodies and errors
 * are Vonage's, read leniently, for the servers of applications, which sign by their keys. What it
 * and the contract's operations do to a live call is done by one {@code CallControl}.
 *
 * <p>Assumed: one instance of the verticle (limits are counted in it), a store that fails with
 * {@code Conflict} or {@code Unavailable}, and nobody else who writes rooms, keys, numbers or
 * trunks. Whatever fails is answered by one place, {@code Failures}, as an RFC 9457 problem
 * document.
 */
package org.convoke.web;
