package org.convoke.media;

/**
 * Where a leg receives: the ports to write into SDP. RTP's is even, RTCP's the next (RFC 3550 §11).
 */
public record LegPorts(int rtpPort, int rtcpPort) {}
