/**
 * A little phone for people without one ({@code scripts/call}), and the calls of the benchmark.
 *
 * <p>It is a client of the bridge like any other: nothing here knows the bridge's insides but the
 * codecs and the RTP bytes. {@link org.convoke.phone.UserAgentClient} is one outgoing call without
 * socket or clock; the other classes are its wire, its voice and its ear. The ear places each
 * packet by its RTP timestamp, so a recording shows what came, not what a jitter buffer made of it.
 *
 * <p>Mouth-to-ear: a phone that sends a tone starts it anew at each full second of the wall clock,
 * after 100 ms of silence. So any phone on the same machine (or with the same time) knows when a
 * tone that it hears began.
 */
package org.convoke.phone;
