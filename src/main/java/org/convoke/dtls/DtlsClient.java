package org.convoke.dtls;

import java.io.IOException;
import java.util.List;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.ProtocolVersion;

/** The active side (setup:active), as browsers take it towards us: speaks first. */
public final class DtlsClient extends DtlsSession {
  /**
   * What the client says of itself; the tests' hostile clients differ from the ordinary one.
   *
   * @param certificate whether it shows its own
   * @param profiles what use_srtp offers; without any there is no use_srtp
   */
  record Manner(boolean certificate, List<SrtpProfile> profiles, ProtocolVersion[] versions) {
    static final Manner ORDINARY =
        new Manner(true, SrtpProfile.ALL, ProtocolVersion.DTLSv12.only());
  }

  private final ClientPeer peer;

  /**
   * @param identity ours
   * @param remote the server's fingerprint, as its SDP told it
   */
  public DtlsClient(
      DtlsIdentity identity, Fingerprint remote, DtlsSender sender, DtlsListener listener) {
    this(identity, remote, sender, listener, Manner.ORDINARY);
  }

  DtlsClient(
      DtlsIdentity identity,
      Fingerprint remote,
      DtlsSender sender,
      DtlsListener listener,
      Manner manner) {
    super(sender, listener);
    peer = new ClientPeer(identity, remote, manner);
  }

  /** Sends the ClientHello, and again until there is an answer. */
  public void connect() {
    start();
  }

  @Override
  DTLSTransport shake(DatagramTransport transport) throws IOException {
    return new DTLSClientProtocol().connect(peer, transport);
  }

  @Override
  DtlsKeys keys() {
    return peer.keys();
  }
}
