package org.convoke.consumer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a request is signed as Standard Webhooks 1.0.0 says: {@code v1} by a shared secret,
 * {@code v1a} by an Ed25519 key. Needs the JDK alone.
 */
public final class Verifier {
  /** How old, or how far ahead, the time of a request may be. */
  public static final long TOLERANCE_SECONDS = 300;

  private static final int MIN_TEXT = 16;
  private static final int ED25519_BYTES = 32;

  /** What stands before the 32 bytes of an Ed25519 key in X.509 (RFC 8410 §4). */
  private static final byte[] ED25519_HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

  private final List<SecretKeySpec> secrets = new ArrayList<>();
  private final List<PublicKey> publicKeys = new ArrayList<>();

  /**
   * @param keys each {@code whsec_} or {@code whpk_} and base64, or a secret of 16 characters and
   *     more; any of them may have signed, so that a secret can be changed without a pause
   * @throws IllegalArgumentException for anything else
   */
  public Verifier(List<String> keys) {
    for (String key : keys) {
      if (key.startsWith("whpk_")) {
        publicKeys.add(ed25519(Base64.getDecoder().decode(key.substring(5))));
      } else if (key.startsWith("whsec_") && key.length() > 6) {
        byte[] bytes = Base64.getDecoder().decode(key.substring(6));
        secrets.add(new SecretKeySpec(bytes, "HmacSHA256"));
      } else if (key.length() >= MIN_TEXT) {
        secrets.add(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      } else {
        throw new IllegalArgumentException("a key begins with whsec_ or whpk_");
      }
    }
  }

  /**
   * Null when the request is genuine, otherwise what is wrong with it.
   *
   * @param id the header webhook-id
   * @param timestamp the header webhook-timestamp
   * @param signatures the header webhook-signature
   * @param body as it came: parsed and written again it would not be the same
   */
  public String fault(
      String id, String timestamp, String signatures, byte[] body, long nowSeconds) {
    if (id == null || timestamp == null || signatures == null) {
      return "it is not signed";
    }
    if (!timestamp.matches("\\d{1,12}")
        || Math.abs(nowSeconds - Long.parseLong(timestamp)) > TOLERANCE_SECONDS) {
      return "its time is not within 5 minutes of ours";
    }
    byte[] before = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    for (String signature : signatures.split(" ")) {
      if (fits(signature, before, body)) {
        return null;
      }
    }
    return "no signature fits";
  }

  private boolean fits(String signature, byte[] before, byte[] body) {
    try {
      String[] parts = signature.split(",", 2);
      byte[] given = Base64.getDecoder().decode(parts[parts.length - 1]);
      if (parts[0].equals("v1")) {
        for (SecretKeySpec secret : secrets) {
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(secret);
          mac.update(before);
          // In constant time: an ordinary comparison would tell by its time how much was right.
          if (MessageDigest.isEqual(mac.doFinal(body), given)) {
            return true;
          }
        }
      } else if (parts[0].equals("v1a")) {
        for (PublicKey key : publicKeys) {
          Signature verifier = Signature.getInstance("Ed25519");
          verifier.initVerify(key);
          verifier.update(before);
          verifier.update(body);
          if (verifier.verify(given)) {
            return true;
          }
        }
      }
      return false;
    } catch (IllegalArgumentException | GeneralSecurityException malformed) {
      return false;
    }
  }

  private static PublicKey ed25519(byte[] key) {
    if (key.length != ED25519_BYTES) {
      throw new IllegalArgumentException("an Ed25519 key has 32 bytes");
    }
    try {
      byte[] encoded = new byte[ED25519_HEADER.length + key.length];
      System.arraycopy(ED25519_HEADER, 0, encoded, 0, ED25519_HEADER.length);
      System.arraycopy(key, 0, encoded, ED25519_HEADER.length, key.length);
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 key", e);
    }
  }

  @Override
  public String toString() {
    return "Verifier[" + secrets.size() + " secrets, " + publicKeys.size() + " public keys]";
  }
}
