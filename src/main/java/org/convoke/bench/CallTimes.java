package org.convoke.bench;

/**
 * When a call got how far, monotonic; 0: not yet.
 *
 * @param invitedNs the INVITE went
 * @param tryingNs the first answer to it came
 * @param answeredNs the 200 came, and the ACK went
 * @param soundNs something was heard
 * @param keyedNs the last key was pressed
 * @param joinedNs the room was heard; not of those that are the second talker
 * @param invites how often the INVITE was sent
 */
public record CallTimes(
    long invitedNs,
    long tryingNs,
    long answeredNs,
    long soundNs,
    long keyedNs,
    long joinedNs,
    int invites) {}
