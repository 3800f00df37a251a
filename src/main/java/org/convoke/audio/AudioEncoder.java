package org.convoke.audio;

/**
 * Mono 16-bit PCM in, payloads out. It holds the stream's state: one instance a leg, or one for all
 * listeners of the same sound; used by one thread at a time. It allocates nothing after
 * construction (the Java Opus excepted).
 */
public interface AudioEncoder extends AutoCloseable {
  /** So many samples cannot be encoded as one payload, or it does not fit. */
  int REFUSED = -1;

  /** The longest payload that any encoder writes, in bytes. */
  int MAX_PAYLOAD = 1275;

  /** Samples per second of the PCM it takes. */
  int sampleRate();

  /**
   * Encodes one frame: 10, 20, 40 or 60 ms; 20 is usual.
   *
   * @return the bytes written, or {@link #REFUSED}. With DTX, an Opus payload of 2 bytes or less
   *     need not be sent.
   */
  int encode(short[] pcm, int offset, int samples, byte[] out, int outOffset);

  /**
   * How much of what we send gets lost, 0 to 100 %: Opus spends bits on redundancy accordingly;
   * others ignore it.
   */
  default void expectLoss(int percent) {}

  /** Forgets the stream, for another listener. */
  void reset();

  /** Frees native memory; afterwards nothing encodes. May be called twice. */
  @Override
  void close();
}
