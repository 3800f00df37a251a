package org.convoke.audio;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Opus (RFC 6716) by libopus, mono; stereo is mixed down by the decoder itself. */
final class NativeOpusDecoder implements AudioDecoder {
  /** More than six frames of the greatest size, which is the most that a payload holds. */
  private static final int PAYLOAD_LIMIT = 8192;

  private final int rate;
  private final int sampleLimit;
  private final MemorySegment memory;
  private final long state;
  private final long pcmAt;
  private final long payloadAt;
  private boolean closed;

  /** One block: the payload, the samples, and libopus's own state. */
  NativeOpusDecoder(int rate) {
    this.rate = rate;
    sampleLimit = rate * 12 / 100;
    pcmAt = PAYLOAD_LIMIT;
    payloadAt = 0;
    long stateAt = pcmAt + 2L * sampleLimit;
    memory = LibOpus.allocate(stateAt + LibOpus.decoderSize());
    state = memory.address() + stateAt;
    if (LibOpus.decoderInit(state, rate) != LibOpus.OK) {
      close();
      throw new IllegalArgumentException("Opus has no sample rate of " + rate + " Hz");
    }
  }

  @Override
  public int sampleRate() {
    return rate;
  }

  @Override
  public int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset) {
    if (closed || length <= 0 || length > PAYLOAD_LIMIT) {
      return GARBAGE;
    }
    MemorySegment.copy(payload, offset, memory, ValueLayout.JAVA_BYTE, payloadAt, length);
    int room = Math.min(sampleLimit, pcm.length - pcmOffset);
    return run(memory.address() + payloadAt, length, pcm, pcmOffset, room, 0);
  }

  @Override
  public int decodeLost(short[] pcm, int pcmOffset, int samples) {
    return closed ? GARBAGE : fill(0, 0, pcm, pcmOffset, samples, 0);
  }

  @Override
  public int decodeFec(
      byte[] next, int offset, int length, short[] pcm, int pcmOffset, int samples) {
    if (closed || length <= 0 || length > PAYLOAD_LIMIT) {
      return decodeLost(pcm, pcmOffset, samples);
    }
    MemorySegment.copy(next, offset, memory, ValueLayout.JAVA_BYTE, payloadAt, length);
    int got = fill(memory.address() + payloadAt, length, pcm, pcmOffset, samples, 1);
    return got == GARBAGE ? decodeLost(pcm, pcmOffset, samples) : got;
  }

  private int fill(long payload, int length, short[] pcm, int offset, int samples, int fec) {
    if (samples > pcm.length - offset || samples > sampleLimit) {
      return NO_ROOM;
    }
    return run(payload, length, pcm, offset, samples, fec);
  }

  private int run(long payload, int length, short[] pcm, int offset, int room, int fec) {
    int samples = LibOpus.decode(state, payload, length, memory.address() + pcmAt, room, fec);
    if (samples < 0) {
      return samples == LibOpus.BUFFER_TOO_SMALL ? NO_ROOM : GARBAGE;
    }
    MemorySegment.copy(memory, ValueLayout.JAVA_SHORT, pcmAt, pcm, offset, samples);
    return samples;
  }

  @Override
  public void skipped() {
    // Its frames overlap: there is no edge.
  }

  @Override
  public void reset() {
    if (!closed) {
      LibOpus.decoderReset(state);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      LibOpus.free(memory);
    }
  }
}
