package org.convoke.audio;

/** The audio codecs, as SDP names them. */
public enum Codec {
  PCMU("PCMU", 8000, 8000, 1),
  PCMA("PCMA", 8000, 8000, 1),
  /** Samples at 16 kHz, but its RTP clock runs at 8 kHz (RFC 3551 §4.5.2). */
  G722("G722", 16000, 8000, 1),
  /** Sent mono; SDP says opus/48000/2 always (RFC 7587 §7). */
  OPUS("opus", 48000, 48000, 2);

  private final String sdpName;
  private final int sampleRate;
  private final int clockRate;
  private final int sdpChannels;

  Codec(String sdpName, int sampleRate, int clockRate, int sdpChannels) {
    this.sdpName = sdpName;
    this.sampleRate = sampleRate;
    this.clockRate = clockRate;
    this.sdpChannels = sdpChannels;
  }

  /** The encoding name of a=rtpmap. */
  public String sdpName() {
    return sdpName;
  }

  /** Samples per second of the decoded sound. */
  public int sampleRate() {
    return sampleRate;
  }

  /** Ticks per second of the RTP timestamp. */
  public int clockRate() {
    return clockRate;
  }

  /** The channels that a=rtpmap names. */
  public int sdpChannels() {
    return sdpChannels;
  }
}
