package org.convoke.sip;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces without memory: the time they were made and a keyed hash over it, so that a stranger's
 * request leaves nothing behind. Only nonces that were used with right credentials are remembered,
 * with the counts (nc) seen, until they expire: a replayed request is one whose count was seen.
 *
 * <p>Not thread-safe: it belongs to the sip verticle.
 */
final class Nonces {
  static final long LIFE_NS = 300_000_000_000L;

  /** Counts remembered; a nonce's window of 64 counts takes one entry. */
  static final int MAX_USED = 50_000;

  enum Verdict {
    FRESH,
    /** Ours, but too old: the client may repeat with a new one (stale=true). */
    STALE,
    FORGED
  }

  private record Used(long highest, long window) {}

  private final byte[] key;
  private final Map<String, Used> used =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Used> eldest) {
          return size() > MAX_USED;
        }
      };

  /** {@code key} 32 random bytes, made at each start. */
  Nonces(byte[] key) {
    this.key = key.clone();
  }

  /** A nonce that says when it was made; {@code salt} keeps those of one moment apart. */
  String make(long nowNs, int salt) {
    byte[] stamp = ByteBuffer.allocate(12).putLong(nowNs).putInt(salt).array();
    byte[] whole = Arrays.copyOf(stamp, 28);
    System.arraycopy(mac(stamp), 0, whole, 12, 16);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  Verdict judge(String nonce, long nowNs) {
    byte[] whole;
    try {
      whole = nonce.length() > 64 ? new byte[0] : Base64.getUrlDecoder().decode(nonce);
    } catch (IllegalArgumentException e) {
      return Verdict.FORGED;
    }
    if (whole.length != 28) {
      return Verdict.FORGED;
    }
    byte[] stamp = Arrays.copyOf(whole, 12);
    byte[] mark = Arrays.copyOfRange(whole, 12, 28);
    if (!MessageDigest.isEqual(mark, Arrays.copyOf(mac(stamp), 16))) {
      return Verdict.FORGED;
    }
    long age = nowNs - ByteBuffer.wrap(stamp).getLong();
    return age < 0 || age > LIFE_NS ? Verdict.STALE : Verdict.FRESH;
  }

  /**
   * Notes that right credentials came with this nonce and count; false when they came before: a
   * replay. Counts may come out of order within 64 (RFC 7616 §3.4.5).
   *
   * @param nc eight hex digits, or null where the client uses none: then the nonce serves once
   */
  boolean use(String nonce, String nc) {
    long count;
    try {
      count = nc == null ? 1 : Long.parseLong(nc, 16);
    } catch (NumberFormatException e) {
      return false;
    }
    Used before = used.getOrDefault(nonce, new Used(0, 0));
    long behind = before.highest - count;
    if (count <= 0 || behind >= 64 || behind >= 0 && (before.window >> behind & 1) == 1) {
      return false;
    }
    if (behind >= 0) {
      used.put(nonce, new Used(before.highest, before.window | 1L << behind));
    } else {
      long shifted = -behind >= 64 ? 0 : before.window << -behind;
      used.put(nonce, new Used(count, shifted | 1));
    }
    return true;
  }

  /** A tag that the same request gets again, for answers that leave no state. */
  String tag(String seed) {
    byte[] mark = mac(seed.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(mark, 9))
        .replace('_', '.');
  }

  private byte[] mac(byte[] bytes) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }
}
