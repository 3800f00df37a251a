/**
 * The PIN dialogue as a pure state machine: what to say, what to collect, when to let in.
 *
 * <p><b>Role.</b> {@link org.convoke.dialin.PinDialogue} takes a state, an input and the time and
 * returns the next state and what to do. It knows no Vert.x, socket, clock or logger; {@code ivr}
 * runs one per call.
 *
 * <p><b>Assumptions.</b> Playing in place of what plays ends it, so a new Say needs no Hush.
 * SaidAll is of the latest Say. Whoever runs it answers every Check (NoAnswer when nobody does) and
 * every Claim, and sends Tick at {@link org.convoke.dialin.State#wakeAtNs}.
 *
 * <p><b>Decisions.</b> Silence and a PIN that was begun and not finished count as a try: so a call
 * that says nothing ends after {@code tries} turns and holds no port for ever. A try that the
 * database could not judge does not count, five such end the call. The delay of an answer runs from
 * the last key, not from the answer: so the voice comes at the same moment whether the lookup took
 * 1 or 100 ms, and unknown, closed and wrong sound alike (the caller cannot tell a room from none).
 * {@code #} with nothing before it is ignored and does not cut a prompt: people press it after a
 * PIN that was already complete.
 *
 * <p>A star before the first key begins a code of six digits, by which a phone becomes the sound of
 * a browser's participant; after it, a star starts over as ever. Who keys a star and then his PIN
 * means his PIN: it is judged when nothing more comes. A wrong code sounds like a wrong PIN.
 *
 * <p><b>Scenarios</b>, each a test of that letter. PIN 4821 is right, 1111 is wrong.
 *
 * <pre>
 * A  welcome, enter-pin ▸ 4 8 2 1                 ▸ Check at the fourth key ▸ in
 * B  welcome cut by 4 ▸ 8 2 1                     ▸ the prompt stops at once, the 4 counts
 * C  lengths differ: 4 8 2 1 #                    ▸ Check at #
 * D  lengths differ: 4 8 2 1, 5 s of nothing      ▸ Check
 * E  lengths differ: ten keys                     ▸ Check at the tenth
 * F  4 8 * 4 8 2 1                                ▸ * starts over, enter-pin again, same try
 * G  1 1 1 1 three times                          ▸ wrong-pin enter-pin, again, wrong-pin goodbye, BYE pin_failed
 * H  nothing at all                               ▸ too-slow enter-pin, again, too-slow goodbye, BYE pin_failed
 * I  4 8, 5 s of nothing                          ▸ too-slow, a try is gone
 * J  * again and again                            ▸ the total time ends the try
 * K  1 2 #                                        ▸ wrong-pin without asking anybody: too short for a PIN
 * L  database away                                ▸ system-busy try-again enter-pin, no try is gone; five such: BYE
 * M  over budget: answer with a delay of 4 s      ▸ hold tone until 4 s after the last key, then as ever
 * N  right PIN ▸ full / locked / closed           ▸ said, goodbye, BYE room_full / room_locked / room_closed
 * O  right PIN ▸ wait for the host                ▸ waiting-for-host, music ▸ let in ▸ admitted one-other-here
 * P  straight to a room, no PIN                   ▸ claimed at once, welcome and head count in one go
 * Q  first in the room                            ▸ you-are-first, music ▸ the second joins ▸ music ends
 *    a key that the keypad knows cuts what is being said there
 * R  the meeting ends while a prompt speaks       ▸ meeting-ended goodbye, BYE room_ended
 * S  a voice that never reports its end           ▸ the dialogue goes on after 30 s
 * T  * 1 2 3 4 5 6                                ▸ asked whose sound ▸ merged one-other-here
 *    * 1 2 3 #                                    ▸ wrong-pin; * 4 8 2 1 and a pause ▸ Check
 *    the browser left meanwhile                   ▸ wrong-pin goodbye, BYE pin_failed
 * U  dialled with the code                        ▸ becomes the sound at once
 * V  held by the API                              ▸ waiting sound ▸ back: it ends
 * W  moved to another room                        ▸ welcome one-other-here; full ▸ room-full, and stays
 * </pre>
 */
package org.convoke.dialin;
