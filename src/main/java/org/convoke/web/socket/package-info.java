/**
 * The WebSocket at {@code /v1/connect}, sub-protocol {@code convoke.v1}: how browsers and programs
 * come into a room, act in it and hear of it. The contract is {@code asyncapi.yaml}.
 *
 * <p>Part of the web verticle and on its thread. Pure, without Vert.x's sockets: {@code
 * RequestParser} (text in, a request or a verdict out), {@code Outbox} (what a slow reader is still
 * told), {@code Follower} (no change of the roster missed or told twice), {@code RateLimit}, {@code
 * Messages} (everything we ever say, in one place). The shell: {@link
 * org.convoke.web.socket.Gateway} (owns the sockets), {@code Connection} (one of them), {@code
 * Entrance} (authenticate and join), {@code Actions} (what one does in a room).
 *
 * <p>In: {@code RoomChange}, {@code RoomNotice}, {@code BrowserNotice}. Out: {@code
 * BrowserCommand}, {@code RoomCommand}, {@code AdmissionQuery} (codes and host PINs).
 *
 * <p>Requests of one socket are answered in order, one at a time: a client may send authenticate
 * and join at once. Nothing that a client sends is logged. What everybody in a room is told is
 * encoded once; the bytes are made per socket, which costs less than the system call that sends
 * them.
 */
package org.convoke.web.socket;
