package org.convoke.audio;

/** G.711 (RFC 3551 §4.5.14). 8 kHz, a byte a sample; any length is a frame. */
final class G711Encoder implements AudioEncoder {
  private final G711 law;

  G711Encoder(G711 law) {
    this.law = law;
  }

  @Override
  public int sampleRate() {
    return 8000;
  }

  @Override
  public int encode(short[] pcm, int offset, int samples, byte[] out, int outOffset) {
    if (samples <= 0 || samples > out.length - outOffset) {
      return REFUSED;
    }
    law.encode(pcm, offset, samples, out, outOffset);
    return samples;
  }

  @Override
  public void reset() {
    // Each sample stands alone.
  }

  @Override
  public void close() {
    // Nothing native to free.
  }
}
