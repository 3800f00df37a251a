package org.convoke.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Whose packets a socket believes. Before the first one: the host that SDP named (any port, for
 * NATs change it), and the host that the INVITE came from where SDP's address cannot be reached
 * from here. With the first valid packet the source is locked, port and all; only a new negotiation
 * unlocks it. So a sprayer can neither take a call's sound nor speak into it. Port 0 is believed
 * and not locked: nothing can be sent there (RFC 768).
 */
final class SourceGuard implements PeerGuard {
  private final Endpoint named = new Endpoint();
  private final Endpoint signalling = new Endpoint();
  private final Endpoint locked = new Endpoint();

  /** Where the peer sent from before it moved; its last packets are still on the way. */
  private final Endpoint left = new Endpoint();

  private boolean hasLeft;
  private boolean alsoSignalling;
  private boolean isLocked;
  private boolean known;

  @Override
  public boolean negotiated(InetSocketAddress sdp, InetAddress signallingSource) {
    Endpoint newNamed = Endpoint.of(sdp);
    Endpoint newSignalling = new Endpoint();
    newSignalling.set(signallingSource, 0);
    boolean changed = !known || !newNamed.same(named) || !newSignalling.sameHost(signalling);
    if (changed) {
      // Who sends from elsewhere than SDP says may go on to do so: behind NAT, or from two sockets.
      hasLeft = isLocked && locked.same(named);
      left.set(locked);
    }
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

  @Override
  public boolean accepts(Endpoint source) {
    if (isLocked) {
      return source.same(locked);
    }
    return known && (source.sameHost(named) || alsoSignalling && source.sameHost(signalling));
  }

  @Override
  public boolean locked() {
    return isLocked;
  }

  @Override
  public boolean lock(Endpoint source) {
    if (source.port == 0 || hasLeft && source.same(left)) {
      return false;
    }
    locked.set(source);
    isLocked = true;
    return true;
  }

  @Override
  public Endpoint target() {
    return isLocked ? locked : named;
  }

  @Override
  public boolean reachable() {
    return isLocked || known && !named.isUnspecified() && named.port != 0;
  }
}
