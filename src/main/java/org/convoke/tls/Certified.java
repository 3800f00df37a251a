package org.convoke.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** A certificate chain, the server's first, and the private key that goes with it. */
record Certified(List<X509Certificate> chain, PrivateKey key) {
  Certified {
    chain = List.copyOf(chain);
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  boolean isExpired(Instant now) {
    return certificate().getNotAfter().toInstant().isBefore(now);
  }

  /** Whether the key is the certificate's: what it signs, the certificate's key finds right. */
  boolean fits() {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] text = {'f', 'i', 't'};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certificate().getPublicKey());
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException other) {
      return false;
    }
  }

  /** For the TLS engine. It stays in memory. */
  X509KeyManager keyManager() {
    char[] none = new char[0];
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, none);
      store.setKeyEntry("convoke", key, none, chain.toArray(X509Certificate[]::new));
      KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
      factory.init(store, none);
      return (X509KeyManager) factory.getKeyManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the JDK cannot keep a certificate in memory", e);
    }
  }

  /** Of the certificate, as browsers show it: {@code AB:CD:...}, SHA-256. */
  String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "Certified[" + certificate().getSubjectX500Principal() + "]";
  }
}
