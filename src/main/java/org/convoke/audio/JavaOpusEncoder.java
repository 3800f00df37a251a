package org.convoke.audio;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusSignal;

/** Opus (RFC 6716) by Concentus, mono. It allocates as it works: that is the library's way. */
final class JavaOpusEncoder implements AudioEncoder {
  private final int rate;
  private final int sampleLimit;
  private OpusEncoder encoder;

  JavaOpusEncoder(int rate, OpusSettings settings) {
    this.rate = rate;
    sampleLimit = rate * 6 / 100;
    try {
      encoder = new OpusEncoder(rate, 1, OpusApplication.OPUS_APPLICATION_VOIP);
    } catch (OpusException e) {
      throw new IllegalArgumentException("Opus has no sample rate of " + rate + " Hz", e);
    }
    encoder.setBitrate(settings.bitrate());
    encoder.setComplexity(settings.complexity());
    encoder.setSignalType(OpusSignal.OPUS_SIGNAL_VOICE);
    encoder.setUseInbandFEC(settings.fec());
    encoder.setPacketLossPercent(settings.expectedLoss());
    encoder.setUseDTX(settings.dtx());
  }

  @Override
  public int sampleRate() {
    return rate;
  }

  @Override
  public int encode(short[] pcm, int offset, int samples, byte[] out, int outOffset) {
    if (encoder == null || samples <= 0 || samples > sampleLimit) {
      return REFUSED;
    }
    int room = Math.min(MAX_PAYLOAD, out.length - outOffset);
    try {
      int length = encoder.encode(pcm, offset, samples, out, outOffset, room);
      return length < 0 ? REFUSED : length;
    } catch (OpusException | RuntimeException | AssertionError e) {
      encoder.resetState();
      return REFUSED;
    }
  }

  @Override
  public void expectLoss(int percent) {
    if (encoder != null) {
      encoder.setPacketLossPercent(Math.clamp(percent, 0, 100));
    }
  }

  @Override
  public void reset() {
    if (encoder != null) {
      encoder.resetState();
    }
  }

  @Override
  public void close() {
    encoder = null;
  }
}
