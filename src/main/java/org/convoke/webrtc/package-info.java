/**
 * The sessions of browsers: each is a call, with one seat in one room.
 *
 * <p><b>Role.</b> {@link org.convoke.webrtc.WebrtcVerticle} takes offers, opens legs for them, asks
 * the room for a seat and answers; it notices who is gone, keeps his seat for a while, and tells
 * the journal of it all as the sip verticle does of phones. {@code SessionMachine} decides and is
 * pure, {@code JoinHandler} and {@code SeatHandler} answer offers, {@code SessionHandler} does what
 * was decided.
 *
 * <p><b>Who owns it.</b> One verticle instance, one event loop; a {@code Session} belongs to it
 * alone. A session that fails is ended with cause failed; the others go on.
 *
 * <p><b>Messages.</b> In: BrowserCommand, CallCommand at BROWSER_CALL, LegEvent, RoomNotice
 * Admitted and Dismissed. Out: BrowserReply, BrowserNotice, CallReply, RoomCommand Claim, Reseat,
 * Away and Leave, Fact call.started, call.answered, call.media_silent, call.media_resumed,
 * call.completed; calls of the media door.
 *
 * <p><b>Decisions.</b>
 *
 * <ul>
 *   <li>A seat belongs to a participant of a room, whom a token names. Who joins while he has a
 *       session takes it over: same call, same seat, another leg; the connection that he had is
 *       told that it was replaced.
 *   <li>The leg is opened before the seat is asked for, so nobody sits in a room whom nobody can
 *       hear; a refused one closes its leg. call.answered comes before participant.joined, as it
 *       does of phones; the peer's port is not known then, call.completed tells it.
 *   <li>Gone is whose signalling or media is gone. The seat is kept from then until sound flows
 *       again, so trying without success does not keep it. A leg that never was connected is no
 *       reason to keep a seat.
 *   <li>A fresh offer of a session that goes on gets a leg beside the old one, and the room hears
 *       the old one until the new is connected.
 *   <li>The offers of one session are answered one after the other. Of those that wait the last
 *       counts. One that waits for a session which ends begins a new one when the participant has
 *       left the room, so that his leaving cannot meet his coming.
 *   <li>Whose sound a phone is does not matter here: the room lets the phone go on when the browser
 *       is lost, and says goodbye to it when the browser leaves.
 * </ul>
 *
 * <p><b>Scenarios.</b> A: joined, connected, left. B: waits, hears music, is admitted. C: the
 * connection is cut and comes back within the time. D: it does not. E: a second tab takes over. F:
 * another network, a fresh offer. G: never connected. H: removed, or the meeting ends. I: the
 * bridge stops while some join. {@code SessionMachineTest} and {@code WebrtcVerticleTest} show
 * each.
 */
package org.convoke.webrtc;
