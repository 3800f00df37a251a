package org.convoke.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;

/** Our choices as a client; the library asks for them during the handshake. */
final class ClientPeer extends DefaultTlsClient {
  private static final int[] SUITES = {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};

  private final DtlsIdentity identity;
  private final Fingerprint remote;
  private final DtlsClient.Manner manner;
  private SrtpProfile profile;
  private DtlsKeys keys;

  ClientPeer(DtlsIdentity identity, Fingerprint remote, DtlsClient.Manner manner) {
    super(identity.crypto());
    this.identity = identity;
    this.remote = remote;
    this.manner = manner;
  }

  DtlsKeys keys() {
    return keys;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return manner.versions();
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
  public boolean shouldCheckSigAlgOfPeerCerts() {
    return false;
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // as the library has it
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    if (!manner.profiles().isEmpty()) {
      TlsSRTPUtils.addUseSRTPExtension(
          extensions, new UseSRTPData(SrtpProfile.codes(manner.profiles()), TlsUtils.EMPTY_BYTES));
    }
    return extensions;
  }

  @Override
  @SuppressWarnings("rawtypes") // as the library has it
  public void processServerExtensions(Hashtable extensions) throws IOException {
    super.processServerExtensions(extensions);
    UseSRTPData chosen = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
    int[] codes = chosen == null ? new int[0] : chosen.getProtectionProfiles();
    profile = codes.length == 1 ? SrtpProfile.choose(manner.profiles(), codes) : null;
    if (profile == null) {
      throw new DtlsSession.Refusal(AlertDescription.handshake_failure, "no use_srtp");
    }
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        Certificate certificate = server.getCertificate();
        if (certificate.isEmpty() || !remote.isOf(certificate.getCertificateAt(0).getEncoded())) {
          throw new DtlsSession.Refusal(AlertDescription.bad_certificate, "fingerprint differs");
        }
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) {
        return manner.certificate() ? identity.signer(new TlsCryptoParameters(context)) : null;
      }
    };
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    keys = DtlsKeys.of(profile, context, true);
  }
}
