package org.convoke.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * A self-signed EC P-256 certificate with its key, made anew by each process: peers know it by its
 * fingerprint alone. Of use to any number of sessions at once.
 */
public final class DtlsIdentity {
  /** Longer than any process lives; peers look at the fingerprint only. */
  private static final Duration VALIDITY = Duration.ofDays(3650);

  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

  /** Twice as fast as the variant that goes through the JCA. */
  private final BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());

  private final AsymmetricKeyParameter key;
  private final Certificate certificate;
  private final Fingerprint fingerprint;

  private DtlsIdentity(Instant now) throws IOException, OperatorCreationException {
    SecureRandom random = new SecureRandom();
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(
            ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1), random));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    X500Name name = new X500Name("CN=convoke");
    AlgorithmIdentifier signature = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    byte[] encoded =
        new BcX509v3CertificateBuilder(
                name,
                new BigInteger(64, random).add(BigInteger.ONE),
                Date.from(now.minus(CLOCKS_DIFFER)),
                Date.from(now.plus(VALIDITY)),
                name,
                pair.getPublic())
            .build(
                new BcECContentSignerBuilder(
                        signature, new DefaultDigestAlgorithmIdentifierFinder().find(signature))
                    .build(pair.getPrivate()))
            .getEncoded();
    key = pair.getPrivate();
    certificate = new Certificate(new TlsCertificate[] {crypto.createCertificate(encoded)});
    fingerprint = Fingerprint.of("sha-256", encoded);
  }

  /**
   * A new identity; it takes milliseconds.
   *
   * @param now the wall clock's time, for the certificate's validity
   */
  public static DtlsIdentity create(Instant now) {
    try {
      return new DtlsIdentity(now);
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("a certificate of our own cannot be made", e);
    }
  }

  /** What our SDP tells of us: sha-256. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  BcTlsCrypto crypto() {
    return crypto;
  }

  TlsCredentialedSigner signer(TlsCryptoParameters parameters) {
    return new BcDefaultTlsCredentialedSigner(
        parameters,
        crypto,
        key,
        certificate,
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  /** Its key is nobody's to see. */
  @Override
  public String toString() {
    return "DtlsIdentity[" + fingerprint + "]";
  }
}
