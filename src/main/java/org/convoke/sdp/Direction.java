package org.convoke.sdp;

/** Who sends, seen from the side whose SDP says it (RFC 8866 §6.7). */
public enum Direction {
  SENDRECV("sendrecv", true, true),
  SENDONLY("sendonly", true, false),
  RECVONLY("recvonly", false, true),
  INACTIVE("inactive", false, false);

  private final String sdpName;
  private final boolean sends;
  private final boolean receives;

  Direction(String sdpName, boolean sends, boolean receives) {
    this.sdpName = sdpName;
    this.sends = sends;
    this.receives = receives;
  }

  /** The attribute's name. */
  public String sdpName() {
    return sdpName;
  }

  public boolean sends() {
    return sends;
  }

  public boolean receives() {
    return receives;
  }

  static Direction of(boolean sends, boolean receives) {
    return sends ? receives ? SENDRECV : SENDONLY : receives ? RECVONLY : INACTIVE;
  }

  /** The same, said from the other side: what an answerer willing to do all answers (§6.1). */
  public Direction reversed() {
    return of(receives, sends);
  }
}
