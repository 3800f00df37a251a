/**
 * SDP (RFC 8866) and offer/answer (RFC 3264) for one audio stream: what the peer offers and what we
 * can makes an answer or a named refusal. Pure: no Vert.x, no socket, no look-up of names, no
 * clock; randomness comes in as {@link org.convoke.sdp.KeySource}. Of the rest of Convoke it knows
 * {@code audio.Codec} alone, the one list of codecs.
 *
 * <p>{@link org.convoke.sdp.OfferAnswer} is the door: {@code answer} an offer (first or later),
 * {@code accept} the answer to an {@link org.convoke.sdp.OurOffer}, {@link org.convoke.sdp.Change}
 * between two agreements. For browsers it is {@link org.convoke.sdp.BrowserOffer}, read from their
 * SDP, and {@link org.convoke.sdp.BrowserAnswer}, which writes ours.
 *
 * <p>Assumptions: one audio stream a dialog, and what else is offered is answered with port 0; one
 * codec in our answer, the first of the offerer's that we take; addresses are literals (a host name
 * in c= is refused with warning 301); SRTP by SDES only, DTLS profiles are refused (from browsers
 * it is the other way round: DTLS only, muxed with RTCP, the browser as DTLS client and controlling
 * ICE agent); a phone that renews its key does so by a new offer.
 *
 * <p>Input is hostile: at most 64 KiB, 2,000 lines, 32 media sections; a verdict always, never an
 * exception. Keys never show in {@code toString}; the SDP texts themselves hold ours and belong in
 * no log.
 */
package org.convoke.sdp;
