/**
 * Who may enter: where a dialled number leads, whether a PIN lets a caller in, and how guessing is
 * slowed.
 *
 * <p><b>Owner.</b> {@link org.convoke.pin.PinVerticle} on its event loop. Decisions are in {@link
 * org.convoke.pin.Budgets}, {@link org.convoke.pin.Snapshots} and {@link
 * org.convoke.pin.MergeCodes}, which are pure.
 *
 * <p><b>In:</b> {@link org.convoke.bus.AdmissionQuery} at {@code admission}, answered by {@link
 * org.convoke.bus.AdmissionAnswer}; {@link org.convoke.bus.PinChange} at {@code pin.changes}.
 * <b>Out:</b> pin.accepted, pin.rejected, pin.throttled; never a digit.
 *
 * <p><b>Where a call leads</b>, in this order: a number bound to a room or an application leads
 * there; a number that asks, asks; a room's or an application's id leads there from a trusted
 * source; digits that are a live PIN lead there from a trusted source; anything else asks when
 * {@code sip.any_number_asks_pin} is on and the source is trusted. A PIN in {@code X-Convoke-Pin}
 * goes with each of these but an application: there it is not looked at. A wrong one counts as a
 * wrong guess and the caller is asked; digits of a length that no live PIN has are no guess.
 *
 * <p><b>Budgets</b> of wrong PINs are kept in PostgreSQL, by a time that does not jump: per
 * caller's number and per source an hour, per room and per dialled number a day. A wrong PIN names
 * no room, so it counts against one only where the caller dialled that room's id; all names that
 * are no number count as one, or a guesser would dial a new one each time. Past a budget every
 * answer waits 2, 4, 8 ... 30 s, right or wrong alike, and from 8 s on a guest who keys a right PIN
 * waits in the lobby for a host. Hosts do not wait there, nor do guests of a room without a host
 * PIN: nobody could let them in, and a room is never locked out. Past a budget a PIN in a header or
 * address is not looked at: the caller keys it.
 *
 * <p><b>Strangers.</b> Once a room's or number's day is used up, who guesses matters. A caller who
 * keyed a right PIN within 30 days (by number and source, kept in PostgreSQL as keyed hashes) goes
 * on as ever, neither slowed nor sent to the lobby, until he has ten wrong ones a day himself. Any
 * other number has two wrong PINs in 30 days; then he is told that his PIN is wrong without its
 * being looked at. Addresses and user names, which choose their callers' numbers, and callers
 * without a number have their source's allowance a day besides. Numbers can be forged behind a
 * trunk, so the whole bridge has a day as well, past which strangers are not looked at: it is the
 * one case in which a room without people who are known is out of reach, and it takes thousands of
 * forged numbers. So whoever guesses burns his numbers, and whoever has the right PIN gets in; two
 * tries, for one in 25 mistypes. A number that guesses right while others guess does not become
 * known. What one guesser asks is judged one after the other.
 *
 * <p><b>Codes</b> by which a phone becomes the sound of a browser's participant have six digits,
 * are valid once and for five minutes, and one participant has one. They live in memory: after a
 * restart nobody is in a room either. A wrong one counts as a wrong PIN. Past a budget a dialled
 * code ({@code sip:*CODE}) is not looked at.
 *
 * <p><b>A host PIN keyed on a page</b> counts against its address and its room. Whoever is past his
 * address's budget is not looked at: a page can be asked faster than a phone, and answers that wait
 * hold nobody who opens many. A room's budget only slows: a room is never locked out.
 *
 * <p>Wrong, closed and unknown take the same queries, and the answer is told the same time after
 * the last key.
 *
 * <p><b>When PostgreSQL is away</b> a copy, at most five minutes old, of keyed hashes of PINs
 * answers; wrong PINs are counted in memory and in a file, synced before the answer, and written
 * when it is back. A copy that is older answers nobody: Unavailable. The copy is taken every 15 s,
 * again a second after that failed, and what is changed through this bridge is in it at once. While
 * it is younger than 20 s it also says, before PostgreSQL is asked, where a number that it knows
 * leads and how many digits to wait for: so a call is answered without a query. Whether a PIN is
 * right is always asked.
 */
package org.convoke.pin;
