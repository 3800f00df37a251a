package org.convoke.token;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The RSA keys of applications: makes pairs, reads public keys, and tells whether one signed a
 * token. An instance belongs to one event loop.
 */
public final class ApplicationKeys {
  private static final String ALGORITHM = "RS256";
  private static final int BITS = 2048;
  private static final int MAX_BITS = 8192;
  private static final int MAX_KNOWN = 256;

  private static final String PUBLIC_BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String PUBLIC_END = "-----END PUBLIC KEY-----";

  /** Time is judged by {@link ApplicationToken}, by the clock that everything of ours goes by. */
  private static final JWTOptions NO_TIME =
      new JWTOptions().setIgnoreExpiration(true).setAlgorithm(ALGORITHM);

  /** Those that checked something last, by their PEM. */
  private final Map<String, JWTAuth> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JWTAuth> eldest) {
          return size() > MAX_KNOWN;
        }
      };

  /**
   * A key pair of 2048 bits.
   *
   * @param privateKey PEM, PKCS #8
   * @param publicKey PEM, SubjectPublicKeyInfo
   */
  public record Pair(String privateKey, String publicKey) {
    @Override
    public String toString() {
      return "Pair[****]";
    }
  }

  /** A new pair. Takes a good part of a second: not for an event loop. */
  public static Pair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      String secret =
          pem(
              "-----BEGIN PRIVATE KEY-----",
              pair.getPrivate().getEncoded(),
              "-----END PRIVATE KEY-----");
      return new Pair(secret, publicPem(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has RSA", e);
    }
  }

  /**
   * A public key that came from outside, as we keep it.
   *
   * @throws IllegalArgumentException whose message is a phrase that follows the field's name
   */
  public static String read(String pem) {
    String text = pem.strip();
    if (text.contains("PRIVATE KEY")) {
      throw new IllegalArgumentException(
          "must be the public key; the private one stays with its owner");
    }
    if (!text.startsWith(PUBLIC_BEGIN) || !text.endsWith(PUBLIC_END)) {
      throw new IllegalArgumentException(
          "must be an RSA public key in PEM, beginning with " + PUBLIC_BEGIN);
    }
    String base64 =
        text.substring(PUBLIC_BEGIN.length(), text.length() - PUBLIC_END.length())
            .replaceAll("\\s", "");
    try {
      byte[] der = decode(base64);
      RSAPublicKey key =
          (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
      int bits = key.getModulus().bitLength();
      if (bits < BITS || bits > MAX_BITS) {
        throw new IllegalArgumentException(
            "must have " + BITS + " to " + MAX_BITS + " bits, and has " + bits);
      }
      return publicPem(key.getEncoded());
    } catch (GeneralSecurityException | ClassCastException none) {
      throw new IllegalArgumentException("must be an RSA public key in PEM", none);
    }
  }

  private static byte[] decode(String base64) throws GeneralSecurityException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException none) {
      throw new GeneralSecurityException(none);
    }
  }

  /** Whether the private half of {@code publicKey}, which {@link #read} took, signed the token. */
  public boolean signed(String publicKey, ApplicationToken token) {
    try {
      // It asks nobody, and so is complete at once.
      Future<?> user =
          known
              .computeIfAbsent(publicKey, ApplicationKeys::auth)
              .authenticate(new TokenCredentials(token.text()));
      return user.succeeded();
    } catch (RuntimeException odd) {
      // Vert.x throws for claims of a type that it did not expect.
      return false;
    }
  }

  private static JWTAuth auth(String publicKey) {
    // Vert.x itself would be needed for a key store in a file alone.
    return JWTAuth.create(
        null,
        new JWTAuthOptions()
            .setJWTOptions(new JWTOptions(NO_TIME))
            .addPubSecKey(
                new PubSecKeyOptions()
                    .setAlgorithm(ALGORITHM)
                    .setBuffer(Buffer.buffer(publicKey))));
  }

  private static String publicPem(byte[] der) {
    return pem(PUBLIC_BEGIN, der, PUBLIC_END);
  }

  private static String pem(String begin, byte[] der, String end) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    return begin
        + "\n"
        + Base64.getMimeEncoder(64, newline).encodeToString(der)
        + "\n"
        + end
        + "\n";
  }
}
