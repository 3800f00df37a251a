/**
 * Who is in which room and what each may do.
 *
 * <p><b>Role.</b> {@link org.convoke.room.RoomVerticle} owns {@code Addresses.ROOM} and a map of
 * live rooms. Each is a {@link org.convoke.room.LiveRoom}: a decider without Vert.x, socket or
 * clock that turns a command into a reply and effects (facts, notices, commands to the mix). {@code
 * Door} decides about coming and going, {@code Floor} about mute, hold, roles and hands, {@code
 * Chimes} about tones.
 *
 * <p><b>Who owns it.</b> One verticle instance, one event loop. A room whose code fails is ended
 * with reason failed; the others go on.
 *
 * <p><b>Messages.</b> In: RoomCommand (requested), LegEvent SpeakingChanged and LegClosed. Out:
 * Fact, RoomNotice, and calls of the media door. Facts leave before the reply, and the reply before
 * notices, so the order of the story holds and a caller learns that he joined before he learns what
 * came of it.
 *
 * <p><b>Decisions.</b>
 *
 * <ul>
 *   <li>A room belongs to the database, not to a mix: the first caller opens it, and an unknown
 *       room is never made. Settings are read once when it becomes live; for 5 minutes after the
 *       last reading they serve while PostgreSQL is away.
 *   <li>Seats: a guest needs one beside those joined and those who wait for the host; a host needs
 *       one beside those joined only. So guests who wait cannot keep the host out. Callers sent to
 *       the lobby by wrong PINs take no seat, they have a limit of their own: nobody can fill a
 *       room by guessing. A host enters a locked room.
 *   <li>{@code wait_for_host} waits until a host came once since the room started. Then all who
 *       wait for him come in; those in the lobby wait for Admit.
 *   <li>Two mute flags, the participant's own and the host's; muted is either. A participant cannot
 *       lift the host's flag, not even when he is a host himself. A host's unmute and that of all
 *       lift the host's flag only; an unmute of one by the API lifts both, so that it says what it
 *       did. A mute of all spares hosts, holds for late joiners and outlives the meeting.
 *   <li>participant.muted and participant.unmuted tell when what counts changed, so they alternate.
 *       participant.speaking and participant.quiet come at most once a second per participant.
 *   <li>Who waits is told by participant.waiting; leaving from there, participant.left carries
 *       {@code state: waiting}. Who was in the mix gets participant.joined and exactly one
 *       participant.left.
 *   <li>Lock and mute of all count at once; storing them is tried again until it succeeds.
 * </ul>
 */
package org.convoke.room;
