/**
 * The benchmark ({@code scripts/bench}): a bridge of its own under a load of calls, and the figures
 * of it.
 *
 * <p>{@code Dialer} places the calls by SIP on the command's thread; one {@code LoadThread} sends
 * and receives all sound on a few sockets, many packets a system call, so that the load costs a
 * fraction of the bridge that it measures on the same machine. Arrival times are the kernel's: what
 * the load itself is late does not blur them.
 *
 * <p>Talker 0 of a room sends bursts, 100 ms of tone and 900 ms of quiet; mouth-to-ear is from the
 * send of a burst's first packet to a listener's first packet that holds the tone. The other
 * talkers send their tones all the time; everybody else sends faint noise. The tones are multiples
 * of 50 Hz, so that a frame of 20 ms holds whole periods, and no two of them make a third by
 * distortion.
 *
 * <p>With browsers in place of calls, {@code BrowserSignalling} lets them join by WebSockets on one
 * event loop, and one {@code BrowserLoad} thread has the media of all: it checks as a controlling
 * ICE agent, shakes hands as DTLS client (on virtual threads) and speaks SRTP and Opus, on one port
 * and an address of the loopback for each. What is sent was encoded beforehand; every packet is
 * authenticated and decrypted, and what all listeners of a room get is decoded once.
 *
 * <p>Assumption: Linux on a 64-bit machine.
 */
package org.convoke.bench;
