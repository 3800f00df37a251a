package org.convoke.audio;

/**
 * How an Opus encoder works.
 *
 * @param bitrate bits per second, 6000 to 128000; 24000 to 32000 suits speech
 * @param complexity effort, 0 to 10
 * @param fec puts a coarse copy of the previous frame into each, once loss is expected
 * @param expectedLoss percent of our packets that get lost, 0 to 100
 * @param dtx sends next to nothing in silence
 */
public record OpusSettings(
    int bitrate, int complexity, boolean fec, int expectedLoss, boolean dtx) {
  /** Good speech, with redundancy against a little loss. */
  public static final OpusSettings SPEECH = new OpusSettings(32_000, 5, true, 5, false);

  public OpusSettings {
    range("bitrate", bitrate, 6_000, 128_000);
    range("complexity", complexity, 0, 10);
    range("expectedLoss", expectedLoss, 0, 100);
  }

  /** The same with another effort. */
  public OpusSettings withComplexity(int effort) {
    return new OpusSettings(bitrate, effort, fec, expectedLoss, dtx);
  }

  /** The same as a peer wants it (useinbandfec and usedtx of RFC 7587 §6.1). */
  public OpusSettings forPeer(boolean peerFec, boolean peerDtx) {
    return new OpusSettings(bitrate, complexity, peerFec, expectedLoss, peerDtx);
  }

  private static void range(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be " + min + " to " + max + ", not " + value);
    }
  }
}
