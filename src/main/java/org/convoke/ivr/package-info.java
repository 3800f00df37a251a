/**
 * Talks to callers, from the answered call to its end.
 *
 * <p><b>Role.</b> {@link org.convoke.ivr.IvrVerticle} runs one {@link
 * org.convoke.dialin.PinDialogue} per call, asks {@code pin} and {@code room} what it wants to
 * know, plays what it wants said, and in the room turns keys into room commands. {@code Keypad},
 * {@code Speech} and {@code Help} are pure.
 *
 * <p><b>Who owns it.</b> One verticle instance, one event loop; a {@code Conversation} belongs to
 * it alone. A conversation that fails is hung up with cause internal_error; the others go on.
 *
 * <p><b>Messages.</b> In: IvrCommand, LegEvent (DigitPressed, PlaybackEnded, LegClosed),
 * RoomNotice. Out: AdmissionQuery.Check (5 s), RoomCommand (5 s), CallCommand.HangUp, Fact
 * dtmf.received and, for a try that never became a query, pin.rejected with why timeout or
 * incomplete; calls of the media door.
 *
 * <p><b>Decisions.</b>
 *
 * <ul>
 *   <li>Keys become facts only of those who are in the room: neither in the lobby nor before.
 *   <li>The keypad takes the longest configured sequence: one that is the beginning of another
 *       counts after 2 s without a key. Unknown keys do nothing and do not cut a prompt.
 *   <li>Two stars and six digits in a room are a code: the caller gives up his seat and becomes the
 *       sound of a browser's participant, whose keypad this is from then on. Its digits are told
 *       nobody, as before admission. When the call ends the browser is heard again.
 *   <li>A toggle asks the room how things stand and then says what shall be, one key sequence after
 *       the other: keypad, page and API share one state and cannot drift apart.
 *   <li>{@code *6} under a host's mute says so and changes nothing: neither is anybody stuck
 *       without a word, nor is a mute lifted by the one it is for.
 *   <li>A call is moved by claiming a seat in the other room: only when that takes it does it leave
 *       the one where it is, so whoever is turned away has lost nothing.
 *   <li>The bridge stops talking to a caller by stopping his playback; it never touches the mix.
 * </ul>
 */
package org.convoke.ivr;
