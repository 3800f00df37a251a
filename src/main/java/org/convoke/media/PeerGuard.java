package org.convoke.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Whose packets a leg believes by their source, and where its own go. */
interface PeerGuard {
  /** A new negotiation. Returns whether what was learned of the peer's address counts no more. */
  boolean negotiated(InetSocketAddress sdp, InetAddress signallingSource);

  boolean accepts(Endpoint source);

  /** Whether the peer's address is certain. */
  boolean locked();

  /** A valid packet came from here. Returns whether the address is certain now. */
  boolean lock(Endpoint source);

  /** Where to send: what was learned, else what SDP said. */
  Endpoint target();

  /** Whether there is anywhere to send. */
  boolean reachable();
}
