/**
 * Numbers that live at a provider: its webhooks, in its language. Pure.
 *
 * <p><b>Role.</b> {@link org.convoke.provider.Inquiry} leads the same PIN dialogue as on our own
 * lines ({@link org.convoke.dialin.PinDialogue}), one webhook at a time: what a caller keyed goes
 * in, what to say and do next comes out. {@link org.convoke.provider.Reply} says that in the
 * provider's language, {@link org.convoke.provider.Proof} tells whether a request is the
 * provider's.
 *
 * <p><b>Who owns it.</b> {@code web}, which has the endpoints and keeps an inquiry per call.
 *
 * <p><b>Decisions.</b>
 *
 * <ul>
 *   <li>Delays of slowed answers become pauses in the answer: a provider gives up waiting after a
 *       few seconds.
 *   <li>The simplest form of each language is spoken: prompts, one gathering of keys, a redirect
 *       for whoever keys nothing.
 *   <li>Keys are gathered up to the length of a PIN, so that nobody waits after the last. Whom that
 *       stops in the middle of a code, which is longer, is asked in silence for the rest.
 *   <li>Telnyx is spoken to in TeXML, which is Twilio's TwiML but for its signatures.
 * </ul>
 */
package org.convoke.provider;
