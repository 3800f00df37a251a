package org.convoke.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.convoke.config.ConfigException;
import org.convoke.store.PrivateFiles;

/**
 * A certificate that signs itself, in the data folder: browsers warn of it once, and give the
 * microphone afterwards. It is made once and used again while it is valid and holds every name that
 * is asked for.
 */
final class SelfSigned {
  static final String CERTIFICATE = "tls-certificate.pem";
  static final String KEY = "tls-key.pem";

  /** As long as browsers take certificates at all (CA/Browser Forum BR §6.3.2: 398 days). */
  private static final Duration LIFE = Duration.ofDays(397);

  /** One that ends within this time is made anew. */
  private static final Duration REST = Duration.ofDays(30);

  private static final int SERIAL_BITS = 127;

  private final Path folder;
  private final Set<String> names;

  /**
   * @param names host names and addresses, without brackets
   */
  SelfSigned(Path folder, Collection<String> names) {
    this.folder = folder;
    this.names = new TreeSet<>();
    names.forEach(name -> this.names.add(plain(name)));
  }

  /** The one that is there, or a new one. Throws {@link ConfigException}. */
  Certified ensure(Instant now) {
    Path certificate = folder.resolve(CERTIFICATE);
    Path key = folder.resolve(KEY);
    if (Files.exists(certificate) && Files.exists(key)) {
      CertificateFiles files = new CertificateFiles(certificate, key);
      try {
        Certified there = files.parse(files.read());
        if (!there.isExpired(now.plus(REST)) && names(there.certificate()).containsAll(names)) {
          return there;
        }
      } catch (ConfigException broken) {
        // It is ours: what cannot be read is made anew.
      }
    }
    try {
      Certified fresh = make(now);
      PrivateFiles.write(key, pem(fresh.key()));
      PrivateFiles.write(certificate, pem(fresh.certificate()));
      return fresh;
    } catch (IOException e) {
      throw new ConfigException("http.tls", "cannot write " + certificate + ": " + e.getMessage());
    }
  }

  private Certified make(Instant now) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      X500Name subject = new X500Name("CN=Convoke (self-signed)");
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              subject,
              new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0),
              // Clocks of other machines may be behind ours.
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(LIFE)),
              subject,
              pair.getPublic());
      extend(builder);
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
      return new Certified(List.of(certificate), pair.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("the JDK makes no certificate", e);
    }
  }

  private void extend(JcaX509v3CertificateBuilder builder) throws CertIOException {
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    GeneralName[] all = names.stream().map(SelfSigned::name).toArray(GeneralName[]::new);
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
  }

  /** As certificates show names: addresses at full length, hosts in small letters. */
  private static String plain(String name) {
    return isAddress(name)
        ? InetAddress.ofLiteral(name).getHostAddress()
        : name.toLowerCase(Locale.ROOT);
  }

  private static GeneralName name(String name) {
    return new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  private static boolean isAddress(String name) {
    try {
      InetAddress.ofLiteral(name);
      return true;
    } catch (IllegalArgumentException host) {
      return false;
    }
  }

  private static Set<String> names(X509Certificate certificate) {
    Set<String> names = new TreeSet<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all != null) {
        all.forEach(one -> names.add(String.valueOf(one.get(1))));
      }
    } catch (java.security.cert.CertificateParsingException none) {
      // Then it holds none that count.
    }
    return names;
  }

  private static byte[] pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          object instanceof java.security.PrivateKey key
              ? new org.bouncycastle.openssl.PKCS8Generator(
                  org.bouncycastle.asn1.pkcs.PrivateKeyInfo.getInstance(key.getEncoded()), null)
              : object);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
