package org.convoke.audio;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Opus (RFC 6716) by libopus, mono. */
final class NativeOpusEncoder implements AudioEncoder {
  private final int rate;
  private final int sampleLimit;
  private final MemorySegment memory;
  private final long state;
  private final long pcmAt;
  private boolean closed;

  /** One block: the payload, the samples, and libopus's own state. */
  NativeOpusEncoder(int rate, OpusSettings settings) {
    this.rate = rate;
    sampleLimit = rate * 6 / 100;
    // The state's place must be aligned as malloc aligns.
    pcmAt = (MAX_PAYLOAD + 15) / 16 * 16;
    long stateAt = pcmAt + (2L * sampleLimit + 15) / 16 * 16;
    memory = LibOpus.allocate(stateAt + LibOpus.encoderSize());
    state = memory.address() + stateAt;
    if (LibOpus.encoderInit(state, rate) != LibOpus.OK) {
      close();
      throw new IllegalArgumentException("Opus has no sample rate of " + rate + " Hz");
    }
    set(LibOpus.SET_BITRATE, settings.bitrate());
    set(LibOpus.SET_COMPLEXITY, settings.complexity());
    set(LibOpus.SET_SIGNAL, LibOpus.SIGNAL_VOICE);
    set(LibOpus.SET_INBAND_FEC, settings.fec() ? 1 : 0);
    set(LibOpus.SET_PACKET_LOSS_PERC, settings.expectedLoss());
    set(LibOpus.SET_DTX, settings.dtx() ? 1 : 0);
  }

  private void set(int request, int value) {
    if (LibOpus.encoderControl(state, request, value) != LibOpus.OK) {
      close();
      throw new IllegalStateException("libopus refuses setting " + request + " to " + value);
    }
  }

  @Override
  public int sampleRate() {
    return rate;
  }

  @Override
  public int encode(short[] pcm, int offset, int samples, byte[] out, int outOffset) {
    if (closed || samples <= 0 || samples > sampleLimit) {
      return REFUSED;
    }
    MemorySegment.copy(pcm, offset, memory, ValueLayout.JAVA_SHORT, pcmAt, samples);
    int room = Math.min(MAX_PAYLOAD, out.length - outOffset);
    long base = memory.address();
    int length = LibOpus.encode(state, base + pcmAt, samples, base, room);
    if (length < 0) {
      return REFUSED;
    }
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, out, outOffset, length);
    return length;
  }

  @Override
  public void expectLoss(int percent) {
    if (!closed) {
      LibOpus.encoderControl(state, LibOpus.SET_PACKET_LOSS_PERC, Math.clamp(percent, 0, 100));
    }
  }

  @Override
  public void reset() {
    if (!closed) {
      // The value is ignored: this request has none.
      LibOpus.encoderControl(state, LibOpus.RESET_STATE, 0);
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
