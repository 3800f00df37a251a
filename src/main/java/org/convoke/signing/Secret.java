package org.convoke.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * What an endpoint's deliveries are signed with, as text in one of three forms: {@code whsec_} and
 * base64 of 24 to 64 random bytes (symmetric); {@code whsk_} and base64 of an Ed25519 private key,
 * 32 bytes or followed by the public one 64 (asymmetric); anything else, 16 to 128 characters, is a
 * shared secret whose UTF-8 bytes are the key. It never prints.
 */
public final class Secret {
  public static final int MAX_LENGTH = 128;

  private static final String SYMMETRIC = "whsec_";
  private static final String PRIVATE = "whsk_";
  private static final String PUBLIC = "whpk_";
  private static final int MIN_LENGTH = 16;
  private static final int MIN_BYTES = 24;
  private static final int MAX_BYTES = 64;
  private static final int GENERATED_BYTES = 32;
  private static final int ED25519_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String text;
  private final boolean asymmetric;
  private final byte[] key;

  /** Ed25519's, else null. */
  private final byte[] publicKey;

  /** With the key in it, copied for each signature; null of an asymmetric one. */
  private final Mac keyed;

  private Secret(String text, boolean asymmetric, byte[] key, byte[] publicKey) {
    this.text = text;
    this.asymmetric = asymmetric;
    this.key = key;
    this.publicKey = publicKey;
    this.keyed = asymmetric ? null : keyed(key);
  }

  /**
   * Reads a text from outside.
   *
   * @throws IllegalArgumentException whose message is a phrase that follows the field's name
   */
  public static Secret parse(String text) {
    if (text.startsWith(SYMMETRIC)) {
      byte[] key = decode(text, SYMMETRIC);
      if (key.length < MIN_BYTES || key.length > MAX_BYTES) {
        throw new IllegalArgumentException("must hold 24 to 64 bytes in base64 after whsec_");
      }
      return new Secret(text, false, key, null);
    }
    if (text.startsWith(PRIVATE)) {
      byte[] key = decode(text, PRIVATE);
      if (key.length != ED25519_BYTES && key.length != 2 * ED25519_BYTES) {
        throw new IllegalArgumentException(
            "must hold an Ed25519 key of 32 or 64 bytes after whsk_");
      }
      return ed25519(text, key);
    }
    if (text.startsWith(PUBLIC)) {
      throw new IllegalArgumentException("must be a secret, and whpk_ is a public key");
    }
    if (text.length() < MIN_LENGTH || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "must be whsec_ and base64, or another text of 16 to 128 characters");
    }
    return new Secret(text, false, text.getBytes(StandardCharsets.UTF_8), null);
  }

  /** A new symmetric one, of 32 bytes. */
  public static Secret generate() {
    return parse(SYMMETRIC + Base64.getEncoder().encodeToString(random()));
  }

  /** A new asymmetric one. */
  public static Secret generateEd25519() {
    byte[] seed = random();
    byte[] both = Arrays.copyOf(seed, 2 * ED25519_BYTES);
    Ed25519.generatePublicKey(seed, 0, both, ED25519_BYTES);
    return parse(PRIVATE + Base64.getEncoder().encodeToString(both));
  }

  /** As it is kept and shown to its owner. */
  public String text() {
    return text;
  }

  /** Whether consumers check by {@link #publicKey} instead of by the secret itself. */
  public boolean asymmetric() {
    return asymmetric;
  }

  /** {@code whpk_} and base64, for those who check; null of a symmetric one. */
  public String publicKey() {
    return publicKey == null ? null : PUBLIC + Base64.getEncoder().encodeToString(publicKey);
  }

  /** {@code v1,} or {@code v1a,} and the base64 of the signature of the two, one after another. */
  String sign(byte[] head, byte[] body) {
    if (!asymmetric) {
      return "v1," + Base64.getEncoder().encodeToString(mac(head, body));
    }
    byte[] content = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, content, head.length, body.length);
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(key, 0, publicKey, 0, content, 0, content.length, signature, 0);
    return "v1a," + Base64.getEncoder().encodeToString(signature);
  }

  /** A copy costs a tenth of looking the algorithm up and giving it the key. */
  private byte[] mac(byte[] head, byte[] body) {
    try {
      Mac mac = (Mac) keyed.clone();
      mac.update(head);
      return mac.doFinal(body);
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("the JDK's own HmacSHA256 can be copied", e);
    }
  }

  static byte[] hmac(byte[] key, byte[] content) {
    return keyed(key).doFinal(content);
  }

  private static Mac keyed(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }

  /** The public key of its text form, {@code whpk_} and base64 of 32 bytes. */
  static byte[] publicKey(String text) {
    if (!text.startsWith(PUBLIC)) {
      throw new IllegalArgumentException("must begin with whpk_");
    }
    byte[] key = decode(text, PUBLIC);
    if (key.length != ED25519_BYTES) {
      throw new IllegalArgumentException("must hold an Ed25519 key of 32 bytes after whpk_");
    }
    return key;
  }

  private static Secret ed25519(String text, byte[] key) {
    byte[] seed = Arrays.copyOf(key, ED25519_BYTES);
    byte[] publicKey = new byte[ED25519_BYTES];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    if (key.length > ED25519_BYTES
        && !Arrays.equals(key, ED25519_BYTES, key.length, publicKey, 0, ED25519_BYTES)) {
      throw new IllegalArgumentException("must hold a private key and its own public key");
    }
    return new Secret(text, true, seed, publicKey);
  }

  private static byte[] decode(String text, String prefix) {
    try {
      return Base64.getDecoder().decode(text.substring(prefix.length()));
    } catch (IllegalArgumentException none) {
      throw new IllegalArgumentException("must go on with base64 after " + prefix, none);
    }
  }

  private static byte[] random() {
    byte[] bytes = new byte[GENERATED_BYTES];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  @Override
  public String toString() {
    return "Secret[****]";
  }
}
