package org.convoke.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Whose packets a socket believes. Before the first one: the host that SDP named (any port, for
 * NATs change it), and the host that the INVITE came from where SDP's address cannot be reached
 * from here. With the first valid packet the source is locked, port and all; only a new negotiation
 * unlocks it. So a sprayer can neither take a call's sound nor speak into it.
 */
final class SourceGuard {
  private final Endpoint named = new Endpoint();
  private final Endpoint signalling = new Endpoint();
  private final Endpoint locked = new Endpoint();
  private boolean alsoSignalling;
  private boolean isLocked;
  private boolean known;

  /** A new negotiation; it unlocks where the address changed. Returns whether it did. */
  boolean negotiated(InetSocketAddress sdp, InetAddress signallingSource) {
    Endpoint newNamed = Endpoint.of(sdp);
    Endpoint newSignalling = new Endpoint();
    newSignalling.set(signallingSource, 0);
    boolean changed = !known || !newNamed.same(named) || !newSignalling.sameHost(signalling);
    known = true;
    named.set(newNamed);
    signalling.set(newSignalling);
    // Who signals over loopback is on this machine, whichever of its addresses SDP names.
    alsoSignalling =
        named.isPrivate() || named.isUnspecified() || signallingSource.isLoopbackAddress();
    if (changed) {
      isLocked = false;
    }
    return changed;
  }

  boolean accepts(Endpoint source) {
    if (isLocked) {
      return source.same(locked);
    }
    return known && (source.sameHost(named) || alsoSignalling && source.sameHost(signalling));
  }

  boolean locked() {
    return isLocked;
  }

  /** The first valid packet came from here. */
  void lock(Endpoint source) {
    locked.set(source);
    isLocked = true;
  }

  /** Where to send: what was learned, else what SDP said. */
  Endpoint target() {
    return isLocked ? locked : named;
  }

  /** Whether there is anywhere to send. */
  boolean reachable() {
    return isLocked || known && !named.isUnspecified() && named.port != 0;
  }
}
