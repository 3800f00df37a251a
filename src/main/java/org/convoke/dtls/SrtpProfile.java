package org.convoke.dtls;

import java.util.List;

/** What may protect the media (RFC 5764 §4.1.2, RFC 7714 §14.2), the dearest to us first. */
public enum SrtpProfile {
  AEAD_AES_128_GCM(0x0007, "AEAD_AES_128_GCM", 12),
  AES128_CM_HMAC_SHA1_80(0x0001, "AES_CM_128_HMAC_SHA1_80", 14);

  static final int KEY_BYTES = 16;
  static final List<SrtpProfile> ALL = List.of(values());

  private final int code;
  private final String suite;
  private final int saltBytes;

  SrtpProfile(int code, String suite, int saltBytes) {
    this.code = code;
    this.suite = suite;
    this.saltBytes = saltBytes;
  }

  /** The value in the extension use_srtp. */
  int code() {
    return code;
  }

  /** The suite's name as SDP has it (RFC 4568 §6.2). */
  public String suite() {
    return suite;
  }

  int saltBytes() {
    return saltBytes;
  }

  /** The first of ours that is among the offered, or null. */
  static SrtpProfile choose(List<SrtpProfile> ours, int[] offered) {
    for (SrtpProfile profile : ours) {
      for (int code : offered) {
        if (profile.code == code) {
          return profile;
        }
      }
    }
    return null;
  }

  static int[] codes(List<SrtpProfile> profiles) {
    return profiles.stream().mapToInt(SrtpProfile::code).toArray();
  }
}
