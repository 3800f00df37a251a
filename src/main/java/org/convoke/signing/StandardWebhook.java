package org.convoke.signing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The headers of Standard Webhooks 1.0.0. What is signed is {@code id.timestamp.body}; a rotated
 * endpoint has a signature by each of its secrets, and one that fits is enough.
 */
public final class StandardWebhook {
  public static final String ID = "webhook-id";

  /** Unix seconds of the attempt. */
  public static final String TIMESTAMP = "webhook-timestamp";

  public static final String SIGNATURE = "webhook-signature";

  /** How far a timestamp may be off, in seconds. */
  public static final long TOLERANCE_S = 300;

  private static final int MAX_SIGNATURES = 16;

  private StandardWebhook() {}

  /** What a request is worth. */
  public enum Verdict {
    GENUINE,
    /** An id, timestamp or signature is missing or cannot be read. */
    MALFORMED,
    /** Sent too long ago, or by a clock that is ahead. */
    STALE,
    /** No signature fits. */
    FORGED
  }

  /** The value of {@link #SIGNATURE}, by each of {@code secrets}. */
  public static String signature(List<Secret> secrets, String id, long timestampS, byte[] body) {
    byte[] head = head(id, Long.toString(timestampS));
    if (secrets.size() == 1) {
      return secrets.getFirst().sign(head, body);
    }
    return secrets.stream().map(secret -> secret.sign(head, body)).collect(Collectors.joining(" "));
  }

  /**
   * Checks by a secret, or by a public key ({@code whpk_}). Headers may be null; nothing that comes
   * from outside throws.
   *
   * @throws IllegalArgumentException when {@code key} is neither
   */
  public static Verdict verify(
      String key, String id, String timestamp, String signature, byte[] body, long nowS) {
    byte[] publicKey = key.startsWith("whpk_") ? Secret.publicKey(key) : null;
    Secret secret = publicKey == null ? Secret.parse(key) : null;
    if (id == null || id.isEmpty() || timestamp == null || signature == null) {
      return Verdict.MALFORMED;
    }
    long sentS;
    try {
      sentS = Long.parseLong(timestamp);
    } catch (NumberFormatException none) {
      return Verdict.MALFORMED;
    }
    if (sentS < nowS - TOLERANCE_S || sentS > nowS + TOLERANCE_S) {
      return Verdict.STALE;
    }
    byte[] head = head(id, timestamp);
    String expected = secret == null ? null : secret.sign(head, body);
    boolean fits = false;
    for (String one : signature.split(" ", MAX_SIGNATURES)) {
      fits |= expected == null ? fits(publicKey, head, body, one) : same(expected, one);
    }
    return fits ? Verdict.GENUINE : Verdict.FORGED;
  }

  /** What stands before the body in that which is signed. */
  private static byte[] head(String id, String timestamp) {
    return (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
  }

  private static boolean fits(byte[] publicKey, byte[] head, byte[] body, String signature) {
    if (!signature.startsWith("v1a,")) {
      return false;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(signature.substring(4));
      byte[] content = Arrays.copyOf(head, head.length + body.length);
      System.arraycopy(body, 0, content, head.length, body.length);
      return bytes.length == Ed25519.SIGNATURE_SIZE
          && Ed25519.verify(bytes, 0, publicKey, 0, content, 0, content.length);
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
