/**
 * ICE-lite (RFC 8445 §2.5) for browsers: STUN checks (RFC 8489) in, answers and verdicts out.
 *
 * <p>Role: a browser gathers, pairs, checks and nominates; we have host addresses only, answer its
 * checks, and learn by them which of its addresses are its own. Pure: bytes and times come in,
 * bytes and verdicts go out; nobody here knows a socket, a thread or a clock. One {@link
 * org.convoke.ice.IceLite} belongs to one leg and is touched by that leg's thread alone.
 *
 * <p>Order of checks on a datagram: {@link org.convoke.ice.StunScreen} looks at length, cookie,
 * attributes and FINGERPRINT without allocating; only what names a user name fragment of ours
 * reaches an {@code IceLite}; only what MESSAGE-INTEGRITY proves is decoded, by ice4j's message
 * classes, and changes anything.
 *
 * <p>Assumptions: one stream with one component (BUNDLE, rtcp-mux), UDP only, the browser is a full
 * agent and therefore controlling (RFC 8445 §6.1.1). Its candidates are never asked for: what we
 * could learn from them, an authenticated check proves.
 */
package org.convoke.ice;
