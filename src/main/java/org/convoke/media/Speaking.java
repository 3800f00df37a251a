package org.convoke.media;

import org.convoke.audio.AudioEncoder;
import org.convoke.audio.Codec;
import org.convoke.audio.Codecs;
import org.convoke.audio.G711;
import org.convoke.audio.OpusSettings;
import org.convoke.audio.Resampler;

/** Encodes frames of 20 ms for one leg, or for all listeners of one sound and codec. */
final class Speaking {
  /** Frames of silence after which an Opus decoder has nothing left to fade. */
  private static final int OPUS_FADE_FRAMES = 10;

  /** 20 ms of silence in Opus' CELT mode. */
  private static final byte[] OPUS_SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

  private final Codecs codecs;
  private final short[] resampled = new short[960];
  private final short[] zeros = new short[960];
  private Codec codec;
  private boolean fec;
  private boolean dtx;
  private int rate;
  private AudioEncoder encoder;
  private Resampler resampler;
  private int silentFrames;

  Speaking(Codecs codecs) {
    this.codecs = codecs;
  }

  /**
   * What is encoded from now on; allocates where something changes.
   *
   * @param newDtx whether silence may become payloads of two bytes or less
   * @param newRate of the frames that come: 8000, 16000 or 48000 Hz
   */
  void configure(Codec newCodec, boolean newFec, boolean newDtx, int newRate) {
    if (newCodec == codec && newFec == fec && newDtx == dtx && newRate == rate) {
      return;
    }
    boolean opus = newCodec == Codec.OPUS;
    if (newCodec != codec || opus) {
      close();
      OpusSettings settings = codecs.opusSettings().forPeer(newFec, newDtx);
      encoder = codecs.encoder(newCodec, opus ? newRate : newCodec.sampleRate(), settings);
    }
    codec = newCodec;
    fec = newFec;
    dtx = newDtx;
    rate = newRate;
    resampler =
        encoder.sampleRate() == newRate ? null : new Resampler(newRate, encoder.sampleRate());
  }

  /** Whether it encodes this already. */
  boolean is(Codec wantedCodec, boolean wantedFec, boolean wantedDtx) {
    return codec == wantedCodec && fec == wantedFec && dtx == wantedDtx;
  }

  /** Encodes a frame and returns the payload's length; 0 for nothing to send. */
  int encode(short[] pcm, byte[] out) {
    silentFrames = 0;
    return encodeFrame(pcm, out);
  }

  private int encodeFrame(short[] pcm, byte[] out) {
    short[] frame = pcm;
    if (resampler != null) {
      resampler.process(pcm, 0, rate / 50, resampled, 0);
      frame = resampled;
    }
    return Math.max(0, encoder.encode(frame, 0, encoder.sampleRate() / 50, out, 0));
  }

  /** Encodes a frame of silence, as cheaply as the codec allows. */
  int silence(byte[] out) {
    silentFrames++;
    switch (codec) {
      case PCMU -> java.util.Arrays.fill(out, 0, 160, G711.MU_LAW.encode((short) 0));
      case PCMA -> java.util.Arrays.fill(out, 0, 160, G711.A_LAW.encode((short) 0));
      case OPUS -> {
        if (silentFrames <= OPUS_FADE_FRAMES) {
          return encodeFrame(zeros, out);
        }
        System.arraycopy(OPUS_SILENCE, 0, out, 0, OPUS_SILENCE.length);
        return OPUS_SILENCE.length;
      }
      case G722 -> {
        return encodeFrame(zeros, out);
      }
    }
    return 160;
  }

  void close() {
    if (encoder != null) {
      encoder.close();
      encoder = null;
      codec = null;
    }
  }
}
