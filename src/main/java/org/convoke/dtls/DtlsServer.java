package org.convoke.dtls;

import java.io.IOException;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;

/**
 * The passive side (setup:passive): waits for the browser's ClientHello. It costs next to nothing
 * until the first datagram is offered.
 */
public final class DtlsServer extends DtlsSession {
  private final ServerPeer peer;

  /**
   * @param identity ours
   * @param remote the browser's fingerprint, as its SDP told it
   */
  public DtlsServer(
      DtlsIdentity identity, Fingerprint remote, DtlsSender sender, DtlsListener listener) {
    super(sender, listener);
    peer = new ServerPeer(identity, remote);
  }

  @Override
  DTLSTransport shake(DatagramTransport transport) throws IOException {
    return new DTLSServerProtocol().accept(peer, transport);
  }

  @Override
  DtlsKeys keys() {
    return peer.keys();
  }
}
