/**
 * RTP's bytes and their meaning: packets (RFC 3550), telephone events (RFC 4733), the jitter
 * buffer, reception statistics and RTCP. Pure: no socket, thread, clock or logger; the time is an
 * argument. Each object belongs to one leg and its media loop. Nothing allocates after
 * construction.
 *
 * <h2>How a leg is driven</h2>
 *
 * <p>On a datagram: {@link RtpPacket#check}; {@link ReceptionStats#received}; then by payload type
 * to {@link TelephoneEvents#packet} <em>and</em> {@link JitterBuffer#insertSoundless}, or (comfort
 * noise) to {@code insertSoundless}, or to {@link JitterBuffer#insert} with the payload's length in
 * ticks.
 *
 * <p>On a tick, with a store of decoded sound (a PCM fifo) of the leg's own:
 *
 * <pre>{@code
 * while (fifo holds less than 20 ms) {
 *   int n = jitterBuffer.next(payload, dueNs, quiet);
 *   int ms = jitterBuffer.ticks() * 1000 / clockRate;
 *   if (n > 0)            fifo += decode(payload, n);     // 10, 20, 30, 40, 60 ms; blend if jumped()
 *   else if (n == LOST)   fifo += conceal(ms);            // Opus: decodeFec(peekNext()) if it is > 0
 *   else                  fifo += silence(ms);            // SILENCE: comfort noise; WAITING: nothing
 * }
 * take 20 ms from the fifo
 * }</pre>
 *
 * <p>So one {@code next} is asked per packet's worth of sound and not per tick, packets of any
 * length are played whole, and the delay is counted in time and never in packets. {@code dueNs} is
 * the tick's planned time.
 *
 * <h2>Loss and silence, lettered</h2>
 *
 * <ul>
 *   <li>A. Numbers 1 2 4 with timestamps 0 160 480: 3 is lost. 1, 2, LOST, 4.
 *   <li>B. Numbers 1 2 3 with timestamps 0 160 800: the peer was silent. 1, 2, SILENCE.., 3. The
 *       delay is chosen anew at 3.
 *   <li>C. Nothing more comes: LOST for 200 ms, then SILENCE; at once SILENCE after comfort noise,
 *       a telephone-event or an Opus packet of two bytes or less. What was made up counts as
 *       concealed unless the next packet shows that the peer was silent, as in B.
 *   <li>D. 3 comes later than it was due and nothing after it has come: the sound waits for it
 *       (LOST meanwhile) and the delay has grown.
 *   <li>E. 3 comes after 4 was played: LATE, and the delay grows by what it would have needed.
 *   <li>F. Another SSRC, a jump of the timestamp by more than a second, or two packets in a row
 *       from elsewhere in the sequence: RESET, begins anew.
 * </ul>
 */
package org.convoke.rtp;
