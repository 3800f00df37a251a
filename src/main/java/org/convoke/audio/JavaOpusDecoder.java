package org.convoke.audio;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusPacketInfo;

/** Opus (RFC 6716) by Concentus, mono. It allocates as it works: that is the library's way. */
final class JavaOpusDecoder implements AudioDecoder {
  private final int rate;
  private final int sampleLimit;
  private OpusDecoder decoder;

  JavaOpusDecoder(int rate) {
    this.rate = rate;
    sampleLimit = rate * 12 / 100;
    reset();
  }

  @Override
  public int sampleRate() {
    return rate;
  }

  @Override
  public int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset) {
    if (length <= 0) {
      return GARBAGE;
    }
    int room = Math.min(sampleLimit, pcm.length - pcmOffset);
    if (OpusPacketInfo.getNumSamples(payload, offset, length, rate) > room) {
      return NO_ROOM;
    }
    return run(payload, offset, length, pcm, pcmOffset, room, false);
  }

  @Override
  public int decodeLost(short[] pcm, int pcmOffset, int samples) {
    if (samples > pcm.length - pcmOffset || samples > sampleLimit) {
      return NO_ROOM;
    }
    return run(null, 0, 0, pcm, pcmOffset, samples, false);
  }

  @Override
  public int decodeFec(
      byte[] next, int offset, int length, short[] pcm, int pcmOffset, int samples) {
    if (samples > pcm.length - pcmOffset || samples > sampleLimit) {
      return NO_ROOM;
    }
    int got = length <= 0 ? GARBAGE : run(next, offset, length, pcm, pcmOffset, samples, true);
    return got == GARBAGE ? decodeLost(pcm, pcmOffset, samples) : got;
  }

  private int run(
      byte[] in, int offset, int length, short[] pcm, int pcmOffset, int room, boolean fec) {
    if (decoder == null) {
      return GARBAGE;
    }
    try {
      return decoder.decode(in, offset, length, pcm, pcmOffset, room, fec);
    } catch (OpusException e) {
      return GARBAGE;
    } catch (RuntimeException e) {
      // Concentus runs out of its arrays on some garbage, and may be left half changed.
      reset();
      return GARBAGE;
    }
  }

  @Override
  public void skipped() {
    // Its frames overlap: there is no edge.
  }

  @Override
  public void reset() {
    try {
      decoder = new OpusDecoder(rate, 1);
    } catch (OpusException e) {
      throw new IllegalArgumentException("Opus has no sample rate of " + rate + " Hz", e);
    }
  }

  @Override
  public void close() {
    decoder = null;
  }
}
