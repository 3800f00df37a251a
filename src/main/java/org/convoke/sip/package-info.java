/**
 * Calls over SIP: the doors (UDP, TCP, TLS), who may use them, and every dialog (RFC 3261).
 *
 * <p><b>Role.</b> We are the called party (UAS) of calls from trunks and phones: an INVITE is
 * screened, its source judged, its SDP answered, its leg opened in the media plane and handed to
 * the dialogue; the call ends once, whatever way. {@code SipVerticle} owns it all and runs on
 * worker threads one at a time, because the stack's calls block.
 *
 * <p><b>The stack</b> is JAIN-SIP, of which transactions and transports are used and no dialogs:
 * those are {@code Dialog} and {@code CallMachine}. In front of its parser stands {@code Screen},
 * around its sockets {@code GuardNetworkGateway}; every answer is in our own words. The order from
 * outside in: source ignored? (socket) ▸ bytes well formed? (Screen) ▸ parsed (GuardParser) ▸
 * source known? (Gatekeeper; strangers leave no state) ▸ RFC 3261 §8.2 (Rules) ▸ a call
 * (CallMachine).
 *
 * <p><b>Messages.</b> Takes {@code CallCommand} at {@code call} and answers {@code CallReply};
 * hears {@code LegEvent}. Asks {@code AdmissionQuery.Route} where a call leads, sends {@code
 * IvrCommand.Begin}, {@code HeldByPeer} and requests {@code End}, whose reply means that the
 * participant has left: to the program verticle where the call leads to an application, else to the
 * ivr verticle. Tells the journal call.started, ringing, answered, held, media_silent,
 * media_resumed and, last of all and exactly once per call.started, completed.
 *
 * <p><b>How a call ends</b>, {@code cause} of call.completed: caller_hung_up, cancelled, refused,
 * unavailable, ack_timeout, session_expired, max_duration, media_timeout, bridge_stopping, or what
 * the one who hung it up said.
 *
 * <p><b>Assumptions.</b> An in-dialog request is known by Call-ID and both tags, ours holding 96
 * random bits. Names in a Contact or Route are never looked up: the peer is then reached where its
 * request came from. Passwords are never sent: no challenge to a request of ours is answered.
 */
package org.convoke.sip;
