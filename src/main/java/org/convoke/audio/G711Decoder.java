package org.convoke.audio;

/** G.711 (RFC 3551 §4.5.14) with concealment of lost frames. 8 kHz, a byte a sample. */
final class G711Decoder implements AudioDecoder {
  private static final int RATE = 8000;

  private final G711 law;
  private final Concealment concealment = new Concealment(RATE);

  /** The first samples of what follows a gap; 20 ms tell enough. */
  private final short[] ahead = new short[RATE / 50];

  G711Decoder(G711 law) {
    this.law = law;
  }

  @Override
  public int sampleRate() {
    return RATE;
  }

  @Override
  public int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset) {
    if (length <= 0) {
      return GARBAGE;
    }
    if (length > pcm.length - pcmOffset) {
      return NO_ROOM;
    }
    law.decode(payload, offset, length, pcm, pcmOffset);
    concealment.good(pcm, pcmOffset, length);
    return length;
  }

  @Override
  public int decodeLost(short[] pcm, int pcmOffset, int samples) {
    if (samples > pcm.length - pcmOffset) {
      return NO_ROOM;
    }
    concealment.lost(pcm, pcmOffset, samples);
    return samples;
  }

  @Override
  public int decodeFec(
      byte[] next, int offset, int length, short[] pcm, int pcmOffset, int samples) {
    if (samples > pcm.length - pcmOffset) {
      return NO_ROOM;
    }
    int known = Math.min(length, ahead.length);
    law.decode(next, offset, known, ahead, 0);
    concealment.lost(pcm, pcmOffset, samples, ahead, 0, known);
    return samples;
  }

  @Override
  public void skipped() {
    concealment.skipped();
  }

  @Override
  public void reset() {
    concealment.reset();
  }

  @Override
  public void close() {
    // Nothing native to free.
  }
}
