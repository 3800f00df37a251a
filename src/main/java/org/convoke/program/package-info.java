/**
 * Runs the programs of applications on their calls, from the answered call to its end.
 *
 * <p><b>Role.</b> {@link org.convoke.program.ProgramVerticle} feeds one {@link
 * org.convoke.ncco.ProgramMachine} per call with what happens to it and carries out what that
 * wants: it asks the application's server (the control webhooks), plays texts and files, and puts
 * the call into rooms of the application. What is asked for is decided by {@code Questions}, {@code
 * Exchange} and {@code Attempts}, which are pure.
 *
 * <p><b>Who owns it.</b> One verticle instance, one event loop; a {@code ProgramCall} belongs to it
 * alone. A program that fails is hung up with cause internal_error; the others go on.
 *
 * <p><b>Messages.</b> In: IvrCommand (Begin, End, HeldByPeer, Move) and ProgramCommand at PROGRAM,
 * LegEvent, RoomNotice. Out: RoomCommand (Claim, Leave, Hold, Snapshot), CallCommand.HangUp, Fact
 * call.error, call.transferred, dtmf.received (of keys that the application asked to be told one by
 * one) and room.created; calls of the media door, the voice and the fetcher.
 *
 * <p><b>Control webhooks.</b> Synchronous, and apart from the events that the outbox delivers: the
 * answer URL, what was keyed, notify. Two attempts with one {@code webhook-id}, each of 6 s at
 * most, on timeouts, resets, 429, 503 and 504; then the fallback URL, which the machine asks for.
 * Signed by Standard Webhooks and by Vonage's token; of a GET the raw query is what is signed. The
 * type of an answer's content is not looked at, its size is bounded.
 *
 * <p><b>Decisions.</b>
 *
 * <ul>
 *   <li>A conversation is a room of the application: two applications never share one by a name.
 *   <li>In a conversation keys do nothing but reach the application that asked for them; nobody
 *       hears prompts. Who is alone hears the music.
 *   <li>Claims and leaves of a call are done one after the other, so that a program that is
 *       replaced while it enters a room leaves no seat behind.
 *   <li>Who is moved by REST keeps his place till the other room takes him, and his program stands
 *       still; where it does not take him nothing has happened, but that who is in a room hears
 *       why.
 *   <li>What callers key is in no log and, but for keys told one by one, in no event.
 * </ul>
 */
package org.convoke.program;
