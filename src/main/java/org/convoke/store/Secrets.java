package org.convoke.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key outside the database ({@code data/secret.key}, 32 random bytes, mode 0600) and what is
 * derived from it: one key a purpose, by HMAC-SHA256 over the purpose's name (as HKDF-Expand, RFC
 * 5869 §2.3, with one block). PINs are looked up by a keyed HMAC, for a plain hash of four digits
 * is broken in a second; what must be shown again is sealed by AES-GCM. It never prints.
 */
public final class Secrets {
  public static final String FILE = "secret.key";

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final byte VERSION = 1;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec pinKey;
  private final SecretKeySpec keyKey;
  private final SecretKeySpec sealKey;
  private final String databasePassword;
  private final byte[] keyCheck;

  /** {@code master} is wiped. */
  private Secrets(byte[] master) {
    SecretKeySpec root = new SecretKeySpec(master, "HmacSHA256");
    pinKey = new SecretKeySpec(derive(root, "pin lookup"), "HmacSHA256");
    keyKey = new SecretKeySpec(derive(root, "failure and idempotency keys"), "HmacSHA256");
    sealKey = new SecretKeySpec(derive(root, "seal"), "AES");
    databasePassword = HexFormat.of().formatHex(derive(root, "embedded database password"));
    keyCheck = derive(root, "key check");
    Arrays.fill(master, (byte) 0);
  }

  /** The folder's key; made when there is none. Throws {@link StoreException}. */
  public static Secrets load(Path dataFolder) {
    Path file = dataFolder.resolve(FILE);
    try {
      byte[] master;
      try {
        master = Files.readAllBytes(file);
      } catch (NoSuchFileException none) {
        master = new byte[KEY_BYTES];
        RANDOM.nextBytes(master);
        PrivateFiles.write(file, master);
      }
      if (master.length != KEY_BYTES) {
        throw new StoreException(file + " is not a key: it must hold exactly 32 bytes");
      }
      return new Secrets(master);
    } catch (IOException e) {
      throw new StoreException("cannot read or write " + file + ": " + e.getMessage(), e);
    }
  }

  /** From a given key, for tests. */
  static Secrets of(byte[] master) {
    return new Secrets(master.clone());
  }

  /** What a PIN is looked up by; the same at every number. */
  byte[] pinHmac(String digits) {
    return hmac(pinKey, digits);
  }

  /** What a key of personal data (a caller's number, an address) is counted by. */
  byte[] keyHmac(String key) {
    return hmac(keyKey, key);
  }

  /** Of the embedded database's only user. */
  public String databasePassword() {
    return databasePassword;
  }

  /** Tells whether a database was written with this key; reveals nothing of it. */
  byte[] keyCheck() {
    return keyCheck.clone();
  }

  /**
   * Version, nonce, ciphertext and tag. {@code context} is authenticated: what was sealed as a PIN
   * cannot be passed off as a password.
   */
  byte[] seal(String plain, String context) {
    try {
      byte[] nonce = new byte[NONCE_BYTES];
      RANDOM.nextBytes(nonce);
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
      byte[] text = plain.getBytes(StandardCharsets.UTF_8);
      byte[] sealed = new byte[1 + NONCE_BYTES + cipher.getOutputSize(text.length)];
      sealed[0] = VERSION;
      System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
      cipher.doFinal(text, 0, text.length, sealed, 1 + NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has AES-GCM", e);
    }
  }

  /** Throws {@link StoreException} when it was not sealed by this key and for this context. */
  String open(byte[] sealed, String context) {
    if (sealed.length <= 1 + NONCE_BYTES || sealed[0] != VERSION) {
      throw new StoreException("a sealed " + context + " in the database is damaged");
    }
    try {
      byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, context);
      int from = 1 + NONCE_BYTES;
      return new String(cipher.doFinal(sealed, from, sealed.length - from), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new StoreException(
          "a sealed "
              + context
              + " cannot be opened: "
              + FILE
              + " is not the key it was sealed by");
    }
  }

  /** For secrets that are themselves long and random: nothing slower is needed. */
  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, sealKey, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] derive(SecretKeySpec root, String purpose) {
    return hmac(root, "convoke v1 " + purpose + "\u0001");
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "Secrets[****]";
  }
}
