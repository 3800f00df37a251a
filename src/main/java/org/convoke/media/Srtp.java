package org.convoke.media;

/** How a leg's packets are protected, both ways. No method throws for what a packet holds. */
interface Srtp {
  /** Makes it of what was negotiated. */
  interface Maker {
    /**
     * @throws IllegalArgumentException for a suite that we do not know or keys of a wrong length
     */
    Srtp make(SrtpKeys keys, int ourSsrc);
  }

  /** Whether the RTP packet is protected now, and may be sent. */
  boolean protect(Datagram packet);

  /** As {@link #protect}, for RTCP. */
  boolean protectRtcp(Datagram packet);

  /** Whether the RTP packet is authentic and new; then it is decrypted. */
  boolean unprotect(Datagram packet, int ssrc);

  /** As {@link #unprotect}, for RTCP. */
  boolean unprotectRtcp(Datagram packet);
}
