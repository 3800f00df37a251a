package org.convoke.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.convoke.config.ConfigException;

/** A certificate chain and its key in two PEM files (RFC 7468), or both in one. */
final class CertificateFiles {
  static final String CERTIFICATE = "http.tls_certificate";
  static final String KEY = "http.tls_key";

  /** Longer than any chain. */
  private static final long MAX_BYTES = 1 << 20;

  private final Path certificate;
  private final Path key;

  CertificateFiles(Path certificate, Path key) {
    this.certificate = certificate;
    this.key = key;
  }

  /** What the files hold now, whatever it is. Throws {@link ConfigException} naming the key. */
  Content read() {
    return new Content(bytes(CERTIFICATE, certificate), bytes(KEY, key));
  }

  /** The bytes of both files at one time. */
  record Content(byte[] certificate, byte[] key) {
    boolean same(Content other) {
      return other != null
          && Arrays.equals(certificate, other.certificate)
          && Arrays.equals(key, other.key);
    }
  }

  private static byte[] bytes(String name, Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ConfigException(name, file + " is larger than 1 MiB");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException(name, file + " is not there");
    } catch (AccessDeniedException e) {
      throw new ConfigException(name, file + " may not be read by this user");
    } catch (IOException e) {
      throw new ConfigException(name, file + " cannot be read: " + e.getMessage());
    }
  }

  /** Their meaning. Throws {@link ConfigException} naming the key. */
  Certified parse(Content content) {
    List<X509Certificate> chain = chain(content.certificate());
    Certified certified = new Certified(chain, key(content.key()));
    if (!certified.fits()) {
      throw new ConfigException(KEY, key + " is not the key of the certificate " + certificate);
    }
    return certified;
  }

  private List<X509Certificate> chain(byte[] pem) {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Object object : objects(CERTIFICATE, certificate, pem)) {
        if (object instanceof X509CertificateHolder holder) {
          chain.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
        }
      }
    } catch (CertificateException | IOException e) {
      throw new ConfigException(
          CERTIFICATE, certificate + " holds a broken certificate: " + e.getMessage());
    }
    if (chain.isEmpty()) {
      throw new ConfigException(CERTIFICATE, certificate + " holds no -----BEGIN CERTIFICATE-----");
    }
    return chain;
  }

  private PrivateKey key(byte[] pem) {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    try {
      for (Object object : objects(KEY, key, pem)) {
        switch (object) {
          case PEMKeyPair pair -> {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
          }
          case PrivateKeyInfo info -> {
            return converter.getPrivateKey(info);
          }
          case PEMEncryptedKeyPair locked -> throw encrypted();
          case PKCS8EncryptedPrivateKeyInfo locked -> throw encrypted();
          default -> {
            // Parameters of the curve, the certificate itself: not what is asked for.
          }
        }
      }
    } catch (IOException e) {
      throw new ConfigException(KEY, key + " holds a broken key: " + e.getMessage());
    }
    throw new ConfigException(KEY, key + " holds no -----BEGIN PRIVATE KEY-----");
  }

  private ConfigException encrypted() {
    return new ConfigException(
        KEY, key + " is encrypted; openssl pkey -in KEY.pem -out PLAIN.pem takes the password off");
  }

  private static List<Object> objects(String name, Path file, byte[] pem) {
    List<Object> objects = new ArrayList<>();
    try (PEMParser parser =
        new PEMParser(new StringReader(new String(pem, StandardCharsets.UTF_8)))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        objects.add(next);
      }
      return objects;
    } catch (IOException | RuntimeException e) {
      throw new ConfigException(name, file + " is not PEM: " + e.getMessage());
    }
  }
}
