package org.convoke.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A browser's address, as ICE proved and chose it. What reaches the leg came from one of the
 * browser's proven addresses; whether it is authentic, SRTP says.
 */
final class ValidatedPair implements PeerGuard {
  private final Endpoint target = new Endpoint();
  private boolean known;

  /** The browser is to be reached here from now on. */
  void select(InetSocketAddress address) {
    target.set(address.getAddress(), address.getPort());
    known = true;
  }

  /** There is nobody to be reached any more. */
  void lost() {
    known = false;
  }

  @Override
  public boolean negotiated(InetSocketAddress sdp, InetAddress signallingSource) {
    return false;
  }

  @Override
  public boolean accepts(Endpoint source) {
    return known;
  }

  @Override
  public boolean locked() {
    return known;
  }

  @Override
  public void lock(Endpoint source) {
    // ICE has proved it.
  }

  @Override
  public void early(Endpoint source) {
    // ICE comes first.
  }

  @Override
  public boolean isPeer(Endpoint source) {
    return known;
  }

  @Override
  public int judge(Endpoint source, int ssrc, int sequence, boolean authentic, long nowNs) {
    return known ? BELIEVED : REFUSED;
  }

  @Override
  public Endpoint target() {
    return target;
  }

  @Override
  public boolean reachable() {
    return known;
  }
}
