package org.convoke.dtls;

/**
 * Learns what becomes of a session, on the session's own virtual thread: {@code keys} and later
 * {@code closed}, or {@code failed} alone. After {@code close()} on our side nothing more is told
 * (but for what is being told at that moment).
 */
public interface DtlsListener {
  /** The handshake is done and the peer is who its SDP said. Called once at most. */
  void keys(DtlsKeys keys);

  /**
   * No session came of it. Called once at most.
   *
   * @param reason a few words for the log, without anything of the peer's: {@code fingerprint
   *     differs}, {@code no certificate}, {@code no use_srtp}, {@code timeout}, or the name of the
   *     alert
   */
  void failed(String reason);

  /** The peer said close_notify, or told of a fatal error; after {@code keys} only. */
  void closed();
}
