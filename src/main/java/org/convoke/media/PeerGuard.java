package org.convoke.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Whose packets a leg believes by their source, and where its own go. */
interface PeerGuard {
  /** Not the peer's, or not known to be yet. */
  int REFUSED = 0;

  /** The peer's. */
  int BELIEVED = 1;

  /** The peer's, and its address is certain from now on. */
  int LEARNED = 2;

  /** A new negotiation. Returns whether what was learned of the peer's address counts no more. */
  boolean negotiated(InetSocketAddress sdp, InetAddress signallingSource);

  /** A packet came before there was a negotiation: not the peer's, who cannot know where to. */
  void early(Endpoint source);

  /** Whether packets from there are worth a look. */
  boolean accepts(Endpoint source);

  /** Whether the source alone shows that a packet is the peer's. */
  boolean isPeer(Endpoint source);

  /** Whether the peer's address is known by what it sent. */
  boolean locked();

  /** This is the peer's address: something that belongs to it came from there. */
  void lock(Endpoint source);

  /**
   * A valid packet of RTP came from a source that is accepted: {@link #REFUSED}, {@link #BELIEVED}
   * or {@link #LEARNED}.
   *
   * @param authentic SRTP says that it is the peer's
   */
  int judge(Endpoint source, int ssrc, int sequence, boolean authentic, long nowNs);

  /** Where to send: what was learned, else what SDP said. */
  Endpoint target();

  /** Whether there is anywhere to send. */
  boolean reachable();
}
