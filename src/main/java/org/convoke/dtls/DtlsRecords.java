package org.convoke.dtls;

/** The frame of DTLS records (RFC 6347 §4.1), as far as garbage is told by it. */
final class DtlsRecords {
  private static final int HEADER_BYTES = 13;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int APPLICATION_DATA = 23;
  private static final int DTLS_1_0 = 0xFEFF;
  private static final int DTLS_1_2 = 0xFEFD;

  /**
   * Explicit nonce and tag of AES-GCM: what is shorter cannot be authentic, and the library would
   * take it for a fatal error instead of dropping it.
   */
  private static final int PROTECTION_BYTES = 8 + 16;

  private DtlsRecords() {}

  /** How many bytes of the datagram are whole, plausible records, from its beginning. */
  static int sound(byte[] bytes, int offset, int length) {
    int at = 0;
    while (at + HEADER_BYTES <= length) {
      int start = offset + at;
      int type = bytes[start] & 0xFF;
      int version = uint16(bytes, start + 1);
      int epoch = uint16(bytes, start + 3);
      int body = uint16(bytes, start + 11);
      boolean plausible =
          type >= CHANGE_CIPHER_SPEC
              && type <= APPLICATION_DATA
              && (version == DTLS_1_2 || version == DTLS_1_0)
              && at + HEADER_BYTES + body <= length
              && (epoch == 0 || body >= PROTECTION_BYTES);
      if (!plausible) {
        return at;
      }
      at += HEADER_BYTES + body;
    }
    return at;
  }

  private static int uint16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }
}
