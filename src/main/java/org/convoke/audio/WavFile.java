package org.convoke.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A WAV file's sound, mixed down to mono. Read are PCM of 8, 16, 24 and 32 bits, float of 32 bits,
 * A-law and mu-law, of up to {@value #MAX_CHANNELS} channels. A file that ends early, or whose
 * writer never filled in the size, gives what it holds.
 *
 * @param sampleRate samples per second, {@value #MIN_RATE} to {@value #MAX_RATE}
 * @param samples 16 bits each
 */
public record WavFile(int sampleRate, short[] samples) {
  /** The largest file that is read, in bytes: 64 MiB, half an hour at 16 kHz. */
  public static final int MAX_BYTES = 64 << 20;

  public static final int MAX_CHANNELS = 8;
  public static final int MIN_RATE = 4_000;
  public static final int MAX_RATE = 192_000;

  private static final int MAX_CHUNKS = 256;
  private static final int RIFF = tag("RIFF");
  private static final int WAVE = tag("WAVE");
  private static final int FMT = tag("fmt ");
  private static final int DATA = tag("data");

  /**
   * Reads a file.
   *
   * @throws WavException when it is not a WAV file that can be used
   * @throws IOException when it cannot be read at all
   */
  public static WavFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  /**
   * Reads a stream to its end; the caller closes it.
   *
   * @param name what messages call it
   */
  public static WavFile read(InputStream in, String name) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new WavException(name + ": larger than " + (MAX_BYTES >> 20) + " MiB");
    }
    return parse(bytes, name);
  }

  /**
   * Parses a file's bytes.
   *
   * @param name what messages call it
   */
  public static WavFile parse(byte[] bytes, String name) throws WavException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 12 || in.getInt(0) != RIFF || in.getInt(8) != WAVE) {
      throw new WavException(name + ": not a WAV file (it does not begin with RIFF and WAVE)");
    }
    in.position(12);
    WavFormat format = null;
    for (int chunk = 0; chunk < MAX_CHUNKS && in.remaining() >= 8; chunk++) {
      int id = in.getInt();
      long size = in.getInt() & 0xFFFFFFFFL;
      int here = (int) Math.min(size, in.remaining());
      if (id == FMT) {
        format = WavFormat.parse(in.slice(in.position(), here), name);
      } else if (id == DATA) {
        if (format == null) {
          throw new WavException(name + ": no fmt chunk before the data chunk");
        }
        // A writer that was cut off leaves 0, or all ones: then all that follows is sound.
        int length = size == 0 ? in.remaining() : here;
        return new WavFile(format.rate(), format.mono(in.slice(in.position(), length)));
      }
      // Chunks are padded to even sizes.
      in.position((int) Math.min(in.position() + here + (size & 1), in.limit()));
    }
    throw new WavException(
        name + (format == null ? ": no fmt chunk" : ": no data chunk") + " in it");
  }

  /** The same sound at another rate. */
  public WavFile at(int rate) {
    return rate == sampleRate
        ? this
        : new WavFile(rate, AnyRate.convert(samples, sampleRate, rate));
  }

  /** How long it lasts. */
  public int millis() {
    return (int) (samples.length * 1000L / sampleRate);
  }

  private static int tag(String text) {
    return text.charAt(0) | text.charAt(1) << 8 | text.charAt(2) << 16 | text.charAt(3) << 24;
  }
}
