package org.convoke.bench;

import java.util.Arrays;
import java.util.Random;
import org.convoke.audio.AudioEncoder;
import org.convoke.audio.Codec;
import org.convoke.audio.Codecs;
import org.convoke.audio.OpusSettings;

/**
 * What browsers send, a second of Opus each, encoded beforehand and repeated: the load must not
 * spend its time with encoding.
 */
final class OpusVoices {
  /** Frames that are repeated. */
  static final int FRAMES = 50;

  /** Of the first talker's second that much is tone. */
  static final int BURST = 5;

  /** What the header extension says (RFC 6464): voice, -15 dBov; no voice, -71 dBov. */
  private static final int TONE_LEVEL = 0x80 | 15;

  private static final int QUIET_LEVEL = 71;

  private final byte[][][] voices;
  private final byte[][] quiet;

  OpusVoices(Codecs codecs, int talkers) {
    short[] noise = Tones.wideNoise(new Random(1));
    voices = new byte[talkers][][];
    for (int k = 0; k < talkers; k++) {
      voices[k] = encode(codecs, Tones.wide(k), k == 0 ? BURST : FRAMES, noise);
    }
    quiet = encode(codecs, noise, 0, noise);
  }

  private static byte[][] encode(Codecs codecs, short[] tone, int toneFrames, short[] noise) {
    byte[][] frames = new byte[FRAMES][];
    byte[] payload = new byte[AudioEncoder.MAX_PAYLOAD];
    OpusSettings settings = new OpusSettings(32_000, 5, true, 0, false);
    try (AudioEncoder encoder = codecs.encoder(Codec.OPUS, 48_000, settings)) {
      // Twice: what is kept is the second round, which follows upon itself.
      for (int i = 0; i < 2 * FRAMES; i++) {
        short[] pcm = i % FRAMES < toneFrames ? tone : noise;
        int length = encoder.encode(pcm, 0, pcm.length, payload, 0);
        frames[i % FRAMES] = Arrays.copyOf(payload, Math.max(0, length));
      }
    }
    return frames;
  }

  /** The payload of a frame; talker -1 is quiet. */
  byte[] frame(int talker, long number) {
    return (talker < 0 ? quiet : voices[talker])[(int) (number % FRAMES)];
  }

  /** Whether a talker's tone sounds in a frame. */
  static boolean sounds(int talker, long number) {
    return talker > 0 || talker == 0 && number % FRAMES < BURST;
  }

  /** The level byte of a frame (RFC 6464 §3). */
  static byte level(int talker, long number) {
    return (byte) (sounds(talker, number) ? TONE_LEVEL : QUIET_LEVEL);
  }
}
