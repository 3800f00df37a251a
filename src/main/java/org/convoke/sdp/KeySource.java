package org.convoke.sdp;

/** Where our SRTP keys come from: a secure random generator's {@code nextBytes}. */
@FunctionalInterface
public interface KeySource {
  /** Fills {@code key} with unpredictable bytes. */
  void fill(byte[] key);
}
