package org.convoke.web;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How the HTTP door is, a second ago.
 *
 * @param requests answered since the start, by class: 1xx to 5xx
 * @param connections open
 * @param connectionsRefused those that came when all places were taken: a resting one was closed,
 *     or they were
 * @param sockets open WebSockets
 * @param socketMessagesWaiting what they have not taken yet
 * @param socketsBehind those of them that read too slowly to be told everything
 * @param socketsRefused not let in because there were too many
 * @param streams live event streams
 * @param streamsRefused not opened because their key had too many
 */
public record HttpReadings(
    Map<String, LongAdder> requests,
    int connections,
    long connectionsRefused,
    int sockets,
    long socketMessagesWaiting,
    int socketsBehind,
    long socketsRefused,
    int streams,
    long streamsRefused) {}
