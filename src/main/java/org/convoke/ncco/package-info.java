/**
 * Programs of applications for calls: what the JSON says, and what a program does when.
 *
 * <p><b>Role.</b> {@link org.convoke.ncco.Ncco} reads a Call Control Object, a JSON array of
 * actions as Vonage's Voice API defines it, or names what is wrong with it. {@link
 * org.convoke.ncco.ProgramMachine} runs one on a call: it takes a state, an input and the time and
 * returns the next state and what to do. Neither knows Vert.x, a socket, a clock or a logger;
 * {@code program} runs one machine per call.
 *
 * <p><b>Assumptions.</b> Playing in place of what plays ends it; what somebody outside plays only
 * covers it ({@link org.convoke.ncco.ProgramInput.Uncovered}). Whoever runs it answers every effect
 * that has an id by an input of that id, sends Tick at {@link
 * org.convoke.ncco.ProgramState#wakeAtNs}, and HungUp when the call is over; answers that come late
 * are harmless.
 */
package org.convoke.ncco;
