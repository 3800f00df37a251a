/**
 * Who is in which room and what each may do.
 *
 * <p><b>Role.</b> {@link org.convoke.room.RoomVerticle} owns {@code Addresses.ROOM} and a map of
 * live rooms. Each is a {@link org.convoke.room.LiveRoom}: a decider without Vert.x, socket or
 * clock that turns a command into a reply and effects (facts, notices, changes of the roster,
 * commands to the mix). {@code Door} decides about coming, {@code Exit} about going, {@code Floor}
 * about mute, hold, roles and hands, {@code Lines} about whose sound which leg is, {@code Hearing}
 * about who hears whom, {@code Meters} about levels and the quality of lines, {@code Chimes} about
 * tones. {@code EffectHandler} does what was decided.
 *
 * <p><b>Who owns it.</b> One verticle instance, one event loop. A room whose code fails is ended
 * with reason failed; the others go on.
 *
 * <p><b>Messages.</b> In: RoomCommand and SeatQuery (requested), LegSpeech and LegEvent
 * SpeakingChanged, Level and LegClosed, reports of legs. Out: Fact, RoomNotice, RoomChange, and
 * calls of the media door. Facts leave before the reply, and the reply before notices and changes,
 * so the order of the story holds and a caller learns that he joined before he learns what came of
 * it.
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
 *   <li>Terms of an application add to that: who does not start a meeting waits, as for the host,
 *       until one came since the room started whose coming does, as that of everybody without terms
 *       does; a room that waits for its host waits for him all the same. Who ends it by his going
 *       ends it for all. Whom one hears is worked out where anybody's terms restrict it, by calls,
 *       so that lists may name some that come later; the mix is told before the voice comes.
 *   <li>A leg is in one room at most: with a seat in another it leaves this one, reason moved.
 *   <li>A room that is knocked at lets hosts and speakers in, and listeners who were invited; all
 *       others wait in the lobby, phones too, until a host or the API admits them or the room is
 *       opened. Who was sent there by wrong PINs waits whatever the room says.
 *   <li>A room that its first visitor made has no host of its own: a browser that comes while no
 *       host is there becomes one.
 *   <li>Who only listens is muted for the mix by his role, and nobody unmutes him but by giving him
 *       another.
 *   <li>A line that is away is out of the mix and keeps its seat: nobody hears or is told by a fact
 *       that it went or came back, only the roster shows it. A line that comes anew by another leg
 *       is there.
 *   <li>A phone that is merged is the sound of a browser's participant, whose own leg rests. A seat
 *       that the phone had is given up without a tone; that it was let in or a host goes along.
 *       When the phone hangs up, the browser is heard again, muted by himself. When the browser's
 *       line is lost for good, the participant goes on by phone; when he leaves, both go.
 *   <li>Changes of the roster carry a number that grows by one, so that who missed one knows. Each
 *       is the whole entry of a participant; speaking comes by itself, for it is most of them.
 *       Levels and quality carry none: the next ones come soon.
 *   <li>Lines are measured only where a browser can show it, each every 5 s, at its own time.
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
