package org.convoke.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;

/** Our choices as a server; the library asks for them during the handshake. */
final class ServerPeer extends DefaultTlsServer {
  private static final int[] SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
  };

  private final DtlsIdentity identity;
  private final Fingerprint remote;
  private SrtpProfile profile;
  private DtlsKeys keys;

  ServerPeer(DtlsIdentity identity, Fingerprint remote) {
    super(identity.crypto());
    this.identity = identity;
    this.remote = remote;
  }

  DtlsKeys keys() {
    return keys;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return SUITES.clone();
  }

  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return DtlsSession.RESEND_MS;
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return DtlsSession.HANDSHAKE_MS;
  }

  @Override
  public int getMaxHandshakeMessageSize() {
    return DtlsSession.MAX_HANDSHAKE_BYTES;
  }

  @Override
  public int getMaxCertificateChainLength() {
    return DtlsSession.MAX_CERTIFICATES;
  }

  /** Nobody vouches for a self-signed certificate but its fingerprint. */
  @Override
  public boolean shouldCheckSigAlgOfPeerCerts() {
    return false;
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() {
    return identity.signer(new TlsCryptoParameters(context));
  }

  @Override
  @SuppressWarnings("rawtypes") // as the library has it
  public void processClientExtensions(Hashtable extensions) throws IOException {
    super.processClientExtensions(extensions);
    UseSRTPData offered = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
    profile =
        offered == null
            ? null
            : SrtpProfile.choose(SrtpProfile.ALL, offered.getProtectionProfiles());
    if (profile == null) {
      throw new DtlsSession.Refusal(AlertDescription.handshake_failure, "no use_srtp");
    }
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // as the library has it
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    TlsSRTPUtils.addUseSRTPExtension(
        extensions, new UseSRTPData(new int[] {profile.code()}, TlsUtils.EMPTY_BYTES));
    return extensions;
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    Vector<?> algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
    return new CertificateRequest(
        new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
        algorithms,
        null);
  }

  /** RFC 5763 §5: the certificate must be the one that the SDP told of. */
  @Override
  public void notifyClientCertificate(Certificate certificate) throws IOException {
    if (certificate == null || certificate.isEmpty()) {
      throw new DtlsSession.Refusal(AlertDescription.handshake_failure, "no certificate");
    }
    if (!remote.isOf(certificate.getCertificateAt(0).getEncoded())) {
      throw new DtlsSession.Refusal(AlertDescription.bad_certificate, "fingerprint differs");
    }
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    keys = DtlsKeys.of(profile, context, false);
  }
}
