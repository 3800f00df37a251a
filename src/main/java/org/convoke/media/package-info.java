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
 *
 * <p>Who does not hear all of a room ({@code MixSettings.unheard}) has a sum of his own while one
 * of those speaks; else he shares what all hear. Of the loudest whom the mixer sums, no more: where
 * sixteen others shout, one who whispers to him is not in the sum.
 *
 * <p>A browser's packet comes by the one UDP port of all browsers ({@code BrowserPort}), which the
 * first loop reads: a STUN check finds its leg by our user name fragment, everything else by an
 * address that a check has proved. {@code BrowserInbox} carries it to the leg's loop; {@code
 * BrowserLink} answers checks (package {@code ice}), hands handshakes to package {@code dtls} on
 * virtual threads, and lets SRTP to the same {@code Inbound} that phones have, as soon as there are
 * keys. {@link org.convoke.bus.LegEvent.Connected} tells of them; before, nothing is believed.
 *
 * <p>Replies leave by the address that the system's routing chooses. Where a machine has several on
 * one network, browsers find the one that answers; {@code bind} settles it.
 */
package org.convoke.media;
