package org.convoke.audio;

/**
 * Payloads of one stream in, mono 16-bit PCM out. It holds the stream's state: one instance a leg,
 * used by one thread at a time. It allocates nothing after construction (the Java Opus excepted)
 * and never throws on bad input.
 *
 * <p>Call exactly one of {@link #decode}, {@link #decodeLost} and {@link #decodeFec} for each
 * stretch of the stream, in its order.
 */
public interface AudioDecoder extends AutoCloseable {
  /** The payload is not of this codec; the stream's state is as before. */
  int GARBAGE = -1;

  /** The samples do not fit in the array given. */
  int NO_ROOM = -2;

  /** Samples per second of the PCM. */
  int sampleRate();

  /**
   * Decodes one payload, of 10 to 60 ms, or 120 ms of Opus.
   *
   * @return the samples written, or {@link #GARBAGE} or {@link #NO_ROOM}
   */
  int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset);

  /**
   * Makes up for sound that did not arrive, so that the gap is not heard: goes on with the voice
   * and fades to silence. Opus wants {@code samples} to be a multiple of 2.5 ms.
   *
   * @return the samples written: {@code samples}, or {@link #NO_ROOM}
   */
  int decodeLost(short[] pcm, int pcmOffset, int samples);

  /**
   * The same, when the payload that follows the gap is already here: Opus takes the copy that may
   * travel in it (RFC 6716 §2.1.7), G.711 bends towards its sound, G.722 does as {@link
   * #decodeLost}. The payload is decoded afterwards, as usual, by {@link #decode}.
   *
   * @return the samples written: {@code samples}, or {@link #NO_ROOM}
   */
  int decodeFec(byte[] next, int offset, int length, short[] pcm, int pcmOffset, int samples);

  /** Sound was passed over: the next payload does not continue the last, and is blended in. */
  void skipped();

  /** Forgets the stream, as after a change of SSRC. */
  void reset();

  /** Frees native memory; afterwards nothing decodes. May be called twice. */
  @Override
  void close();
}
