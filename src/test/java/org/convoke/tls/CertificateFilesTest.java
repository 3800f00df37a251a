package org.convoke.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.convoke.config.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {
  private static final Instant NOW = Instant.parse("2026-05-04T09:30:00Z");

  @TempDir private Path folder;
  private Path certificate;
  private Path key;
  private Certified made;

  @BeforeEach
  void make() {
    made = new SelfSigned(folder, List.of("localhost")).ensure(NOW);
    certificate = folder.resolve(SelfSigned.CERTIFICATE);
    key = folder.resolve(SelfSigned.KEY);
  }

  private Certified read() {
    CertificateFiles files = new CertificateFiles(certificate, key);
    return files.parse(files.read());
  }

  private void refused(String name, String why) {
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(name + ": ")
        .hasMessageContaining(why);
  }

  @Test
  void aChainAndItsKeyAreRead() throws IOException {
    assertThat(read()).isEqualTo(made);
    Certified issuer =
        new SelfSigned(Files.createDirectory(folder.resolve("ca")), List.of("ca")).ensure(NOW);
    Files.writeString(
        certificate,
        Files.readString(certificate)
            + Files.readString(folder.resolve("ca/" + SelfSigned.CERTIFICATE)));
    assertThat(read().chain()).containsExactly(made.certificate(), issuer.certificate());
  }

  @Test
  void oneFileMayHoldBothWithWordsAroundThem() throws IOException {
    String both =
        "Bag Attributes\n  x: y\n"
            + Files.readString(key)
            + "\nsubject=x\n"
            + Files.readString(certificate);
    Files.writeString(certificate, both);
    key = certificate;
    assertThat(read()).isEqualTo(made);
  }

  @Test
  void theOlderFormOfAKeyIsReadToo() throws IOException {
    // As openssl ecparam -genkey writes it: the curve first, then the key (RFC 5915).
    ECPrivateKey older =
        new ECPrivateKey(
            256,
            ((java.security.interfaces.ECPrivateKey) made.key()).getS(),
            SECObjectIdentifiers.secp256r1);
    String curve = pem("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded());
    Files.writeString(key, curve + pem("EC PRIVATE KEY", older.getEncoded()));
    assertThat(read().chain()).isEqualTo(made.chain());
    assertThat(read().fits()).isTrue();
  }

  private static String pem(String type, byte[] content) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject((PemObjectGenerator) new PemObject(type, content));
    }
    return text.toString();
  }

  @Test
  void whatIsWrongIsSaidAndTheKeyNamed() throws Exception {
    Path there = certificate;
    certificate = folder.resolve("missing.pem");
    refused("http.tls_certificate", "is not there");
    certificate = folder;
    refused("http.tls_certificate", "cannot be read");
    certificate = key;
    refused("http.tls_certificate", "holds no -----BEGIN CERTIFICATE-----");
    certificate = there;
    Path right = key;
    key = certificate;
    refused("http.tls_key", "holds no -----BEGIN PRIVATE KEY-----");
    key = folder.resolve("missing-key.pem");
    refused("http.tls_key", "is not there");
    key = folder.resolve("other.pem");
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      byte[] other =
          KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate().getEncoded();
      Files.writeString(key, pem("PRIVATE KEY", other));
      refused("http.tls_key", "is not the key of the certificate");
    }
    Files.writeString(
        key,
        """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF

        AAAAAAAAAAAAAAAAAAAAAA==
        -----END EC PRIVATE KEY-----
        """);
    refused("http.tls_key", "is encrypted");
    byte[] locked =
        new EncryptedPrivateKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2), new byte[16])
            .getEncoded();
    Files.writeString(key, pem("ENCRYPTED PRIVATE KEY", locked));
    refused("http.tls_key", "is encrypted");
    Files.writeString(key, "");
    refused("http.tls_key", "holds no");
    key = right;
    Files.writeString(
        certificate, Files.readString(certificate).replaceFirst("(?s)MII.{40}", "MIIB"));
    refused("http.tls_certificate", "");
    Files.write(certificate, new byte[(1 << 20) + 1]);
    refused("http.tls_certificate", "larger than 1 MiB");
  }

  @Test
  void whateverIsChangedInAFileItIsAVerdictAndNoCrash() throws IOException {
    byte[] text = Files.readAllBytes(certificate);
    byte[] secret = Files.readAllBytes(key);
    CertificateFiles files = new CertificateFiles(certificate, key);
    for (int seed = 0; seed < 1500; seed++) {
      Random random = new Random(seed);
      byte[] odd = (seed % 2 == 0 ? text : secret).clone();
      for (int i = random.nextInt(5); i >= 0; i--) {
        odd[random.nextInt(odd.length)] = (byte) random.nextInt(256);
      }
      byte[] cut =
          random.nextInt(4) == 0 ? java.util.Arrays.copyOf(odd, random.nextInt(odd.length)) : odd;
      CertificateFiles.Content content =
          seed % 2 == 0
              ? new CertificateFiles.Content(cut, secret)
              : new CertificateFiles.Content(text, cut);
      try {
        assertThat(files.parse(content).fits()).as("seed %d", seed).isTrue();
      } catch (ConfigException verdict) {
        assertThat(verdict.key()).as("seed %d", seed).startsWith("http.tls_");
      }
    }
    assertThat(new String(secret, StandardCharsets.US_ASCII)).contains("BEGIN PRIVATE KEY");
  }

  @Test
  void aKeyServesTls() throws GeneralSecurityException {
    assertThat(made.keyManager().getPrivateKey("convoke")).isEqualTo(made.key());
    assertThat(made.keyManager().getCertificateChain("convoke"))
        .containsExactly(made.certificate());
    assertThat(made.toString()).doesNotContain(made.key().toString());
  }
}
