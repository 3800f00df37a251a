package org.convoke.bench;

/**
 * Knows a tone that no talker has, by which one who speaks into calls that are not his would be
 * heard. Not thread-safe.
 */
public final class MarkerEar {
  /**
   * Of the frames, where the marker was heard: a fifth of a second of twenty. The beginning of a
   * burst and the tone of who comes have a little of every frequency, for a frame or two.
   */
  private static final double MARKED = 0.01;

  /** However short the time was. */
  private static final double LEAST_FRAMES = 10;

  private final Tones tones = new Tones(1);
  private final int talkers;

  /** {@code talkers}: in each room; the tone after theirs is the marker. */
  public MarkerEar(int talkers) {
    this.talkers = talkers;
  }

  /** A frame of it in G.711 µ-law, at -12 dBFS; it follows itself without a step. */
  public byte[] frame() {
    return tones.tone(talkers).clone();
  }

  /**
   * Whether a recording holds the marker: at -40 dBFS or more, and less than 26 dB below the
   * strongest talker, in one of a hundred frames and in ten at least.
   *
   * @param recording G.711 µ-law; what is left of a frame at its end is not looked at
   */
  public boolean hears(byte[] recording) {
    Reception reception = new Reception();
    for (int at = 0; at + Tones.FRAME <= recording.length; at += Tones.FRAME) {
      reception.tones(tones.heard(recording, at, talkers + 1), 0);
    }
    return heard(reception, talkers);
  }

  /** The same of what a call received, its tones told {@code talkers} and the marker. */
  static boolean heard(Reception reception, int talkers) {
    return reception.share(talkers) >= MARKED && reception.frames(talkers) >= LEAST_FRAMES;
  }
}
