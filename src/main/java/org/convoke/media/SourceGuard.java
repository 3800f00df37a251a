package org.convoke.media;

// Hot path: no allocation, no exception.

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Whose packets a socket believes, so that a sprayer can neither take a call's sound nor speak into
 * it. Looked at are the host that SDP named, and the host that the INVITE came from where SDP's
 * address cannot be reached from here. Of these
 *
 * <ol>
 *   <li>the port that SDP named is the peer's, with its first packet, for good;
 *   <li>another port, for NATs change it, must show a steady stream, and where SDP's own port could
 *       have been heard, for half a second in which it was not. Should that be heard later, it
 *       takes over;
 *   <li>who sent before our answer told where to is a sprayer.
 * </ol>
 *
 * <p>Until then sound goes where SDP says. What SRTP proves is believed at once. A new negotiation
 * begins anew. Port 0 is believed and not locked: nothing can be sent there (RFC 768).
 */
final class SourceGuard implements PeerGuard {
  /** A phone with its own address in SDP has begun to send by then. */
  private static final long PATIENCE_NS = 500_000_000L;

  private static final int EARLY = 4;

  private final Endpoint named = new Endpoint();
  private final Endpoint signalling = new Endpoint();
  private final Endpoint locked = new Endpoint();

  /** Where the peer sent from before it moved; its last packets are still on the way. */
  private final Endpoint left = new Endpoint();

  private final SteadySources candidates = new SteadySources();
  private final Endpoint[] early = {new Endpoint(), new Endpoint(), new Endpoint(), new Endpoint()};
  private int earlyCount;
  private boolean hasLeft;
  private boolean wasElsewhere;
  private boolean alsoSignalling;
  private boolean behindNat;
  private boolean isLocked;
  private boolean certain;
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
      wasElsewhere = isLocked && !hasLeft;
      left.set(locked);
    }
    known = true;
    named.set(newNamed);
    signalling.set(newSignalling);
    // Who signals over loopback is on this machine, whichever of its addresses SDP names.
    boolean here = signallingSource.isLoopbackAddress();
    alsoSignalling = named.isPrivate() || named.isUnspecified() || here;
    behindNat = named.isUnspecified() || named.isPrivate() && !here && !named.sameHost(signalling);
    if (changed) {
      isLocked = false;
      certain = false;
      candidates.clear();
    }
    return changed;
  }

  @Override
  public void early(Endpoint source) {
    early[earlyCount++ & EARLY - 1].set(source);
  }

  private boolean wasEarly(Endpoint source) {
    for (int i = 0; i < EARLY && i < earlyCount; i++) {
      if (early[i].same(source)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean accepts(Endpoint source) {
    if (isLocked && (certain || source.port != named.port)) {
      return source.same(locked);
    }
    return known && (source.sameHost(named) || alsoSignalling && source.sameHost(signalling));
  }

  @Override
  public boolean isPeer(Endpoint source) {
    return isLocked ? source.same(locked) : isNamed(source);
  }

  /** Of a source that is accepted: whether it is just what SDP said, or a NAT kept the port. */
  private boolean isNamed(Endpoint source) {
    return source.port == named.port && accepts(source);
  }

  @Override
  public boolean locked() {
    return isLocked;
  }

  @Override
  public void lock(Endpoint source) {
    locked.set(source);
    isLocked = true;
    certain = source.port == named.port;
  }

  @Override
  public int judge(Endpoint source, int ssrc, int sequence, boolean authentic, long nowNs) {
    if (isLocked && source.same(locked) || hasLeft && source.same(left)) {
      return BELIEVED;
    }
    if (source.port == 0) {
      // Digits of some test clients: it takes no sound from anybody, and is over with the first
      // packet of the peer.
      return wasEarly(source) ? REFUSED : BELIEVED;
    }
    boolean isNamed = isNamed(source);
    if (!authentic && !(isNamed && !isLocked) && !(wasElsewhere && source.same(left))) {
      if (!isNamed && wasEarly(source)) {
        return REFUSED;
      }
      long leastNs = isNamed || behindNat ? 0 : PATIENCE_NS;
      if (!candidates.steady(source, ssrc, sequence, leastNs, nowNs)) {
        return REFUSED;
      }
    }
    lock(source);
    certain |= authentic;
    return certain ? LEARNED : BELIEVED;
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
