package org.convoke.bench;

import java.util.Arrays;
import org.convoke.audio.AudioDecoder;
import org.convoke.audio.Codec;
import org.convoke.audio.Codecs;

/**
 * Tells the tones in what a room sends by Opus. Listeners of one room get the same payloads, so
 * each of these is decoded once; a talker's is his own. Owned by the load's thread.
 */
final class OpusEar {
  private static final int REMEMBERED = 16;

  /**
   * All copies of a payload come within that; the same payload later is another frame, since steady
   * tones are encoded to the same bytes again and again.
   */
  private static final long COPIES_NS = 15_000_000L;

  /** Concentus decodes to no other rate what was encoded at 48 kHz. */
  private static final int RATE_HZ = 48_000;

  /** The longest frame of Opus. */
  private static final int MOST = RATE_HZ * 120 / 1000;

  private final Tones tones;
  private final int talkers;
  private final Codecs codecs;
  private final AudioDecoder shared;
  private final AudioDecoder[] own;
  private final byte[][] payloads = new byte[REMEMBERED][512];
  private final int[] lengths = new int[REMEMBERED];
  private final long[] arrivedNs = new long[REMEMBERED];
  private final int[] answers = new int[REMEMBERED];
  private final short[] pcm = new short[MOST];
  private int next;

  OpusEar(Tones tones, int talkers, Codecs codecs) {
    this.tones = tones;
    this.talkers = talkers;
    this.codecs = codecs;
    shared = codecs.decoder(Codec.OPUS, RATE_HZ);
    own = new AudioDecoder[talkers];
  }

  /**
   * Bit k: the payload holds talker k's tone.
   *
   * @param talker whose ear it is, or -1 for a listener's
   */
  int heard(byte[] b, int offset, int length, int talker, long arrivalNs) {
    if (talker >= 0) {
      if (own[talker] == null) {
        own[talker] = codecs.decoder(Codec.OPUS, RATE_HZ);
      }
      return decode(own[talker], b, offset, length);
    }
    for (int i = 1; i <= REMEMBERED; i++) {
      int at = (next - i + 2 * REMEMBERED) % REMEMBERED;
      if (lengths[at] == length
          && arrivalNs - arrivedNs[at] < COPIES_NS
          && Arrays.equals(payloads[at], 0, length, b, offset, offset + length)) {
        return answers[at];
      }
    }
    if (length > payloads[next].length) {
      return 0;
    }
    System.arraycopy(b, offset, payloads[next], 0, length);
    lengths[next] = length;
    arrivedNs[next] = arrivalNs;
    int answer = decode(shared, b, offset, length);
    answers[next] = answer;
    next = (next + 1) % REMEMBERED;
    return answer;
  }

  private int decode(AudioDecoder decoder, byte[] b, int offset, int length) {
    int samples = decoder.decode(b, offset, length, pcm, 0);
    return samples < Tones.WIDE_FRAME ? 0 : tones.heard(pcm, talkers);
  }

  void close() {
    shared.close();
    for (AudioDecoder decoder : own) {
      if (decoder != null) {
        decoder.close();
      }
    }
  }
}
