package org.convoke.sdp;

/** Crypto suites of a=crypto (RFC 4568 §6.2, RFC 7714 §14.2). */
public enum CryptoSuite {
  AES_CM_128_HMAC_SHA1_80(30),
  AES_CM_128_HMAC_SHA1_32(30),
  AEAD_AES_128_GCM(28);

  private final int keySaltBytes;

  CryptoSuite(int keySaltBytes) {
    this.keySaltBytes = keySaltBytes;
  }

  /** Master key and master salt together. */
  public int keySaltBytes() {
    return keySaltBytes;
  }

  /** By its name, or null. */
  static CryptoSuite named(String name) {
    for (CryptoSuite suite : values()) {
      if (suite.name().equals(name)) {
        return suite;
      }
    }
    return null;
  }
}
