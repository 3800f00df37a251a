/**
 * The media plane: sockets, legs and mixes, on threads of its own ("media loops").
 *
 * <p>The door is {@link org.convoke.media.Media}; verticles call it and get {@link
 * org.convoke.bus.LegEvent}s back. Commands enter by bounded queues; nothing of a leg is ever
 * touched by two threads. Assumption: one leg has one room at most, and one peer.
 *
 * <p>How a packet travels: {@code MediaLoop.turn} finds the socket ready, {@code Inbound} checks
 * source, authenticity, payload type and SSRC and files it in the leg's jitter buffer. At the tick
 * of its room ({@code RoomMix}) or its own, while it is alone ({@code LoneLeg}), the leg takes 20
 * ms out of the buffer, the mixer sums, {@code Outbound} writes header and payload and sends.
 */
package org.convoke.media;
