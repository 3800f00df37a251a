/**
 * How much the bridge takes on, so that what it has taken goes on well.
 *
 * <p>{@link org.convoke.capacity.Descriptors} fits the configured limits to the file descriptors
 * that the process may have, once, at the start: what nobody can fulfil is not promised. {@link
 * org.convoke.capacity.Admission} says from moment to moment whether a call may begin: the doors
 * ask it, {@link org.convoke.capacity.WatchGateway} feeds it every second with what the machine and
 * the parts of the bridge say of themselves. Each {@link org.convoke.capacity.Strain} closes at one
 * value and opens again at a lower one, so that the door does not swing.
 *
 * <p>Assumptions: only calls and browsers that begin are ever refused; whatever belongs to one that
 * is there passes. All but the gateway and {@code Heap} is pure.
 */
package org.convoke.capacity;
