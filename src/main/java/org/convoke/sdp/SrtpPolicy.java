package org.convoke.sdp;

/** What a trunk or a source is asked for. */
public enum SrtpPolicy {
  /** Plain RTP only; an offer of SRTP alone is refused. */
  OFF,
  /** As the offerer wishes. */
  OPTIONAL,
  /** SRTP or no call: plain RTP is neither offered nor answered. */
  REQUIRED
}
