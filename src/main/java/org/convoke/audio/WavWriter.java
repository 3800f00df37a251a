package org.convoke.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a mono WAV file of 16 bits as the sound comes. The header is put right every second of
 * sound and on close, so that a file cut off can be played too. Not for the media threads: it
 * blocks.
 */
public final class WavWriter implements AutoCloseable {
  private static final int HEADER = 44;

  /** What the 32-bit sizes of the header can say, less the header. */
  private static final long MAX_DATA = 0xFFFFFFFEL - HEADER;

  private final FileChannel file;
  private final int rate;
  private final ByteBuffer buffer;
  private final ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
  private long written;

  /**
   * Creates the file, or empties the one that is there.
   *
   * @param rate samples per second
   */
  public WavWriter(Path path, int rate) throws IOException {
    if (rate < WavFile.MIN_RATE || rate > WavFile.MAX_RATE) {
      throw new IllegalArgumentException("a rate of " + rate + " Hz");
    }
    this.rate = rate;
    buffer = ByteBuffer.allocate(2 * rate).order(ByteOrder.LITTLE_ENDIAN);
    file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    writeHeader();
  }

  /**
   * Appends samples.
   *
   * @throws IOException when the disk refuses, or the file has reached 4 GiB
   */
  public void write(short[] pcm, int offset, int samples) throws IOException {
    if (written + buffer.position() + 2L * samples > MAX_DATA) {
      throw new WavException("a WAV file cannot be longer than 4 GiB");
    }
    for (int i = 0; i < samples; i++) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      buffer.putShort(pcm[offset + i]);
    }
  }

  /** Puts on disk what was written so far; the file is whole afterwards. */
  public void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      written += file.write(buffer, HEADER + written);
    }
    buffer.clear();
    writeHeader();
  }

  /** How long the sound is by now. */
  public long millis() {
    return (written + buffer.position()) / 2 * 1000 / rate;
  }

  @Override
  public void close() throws IOException {
    if (file.isOpen()) {
      try (file) {
        flush();
      }
    }
  }

  private void writeHeader() throws IOException {
    header.clear();
    header.put(ascii("RIFF")).putInt((int) (HEADER - 8 + written)).put(ascii("WAVEfmt "));
    header.putInt(16).putShort((short) 1).putShort((short) 1);
    header.putInt(rate).putInt(2 * rate).putShort((short) 2).putShort((short) 16);
    header.put(ascii("data")).putInt((int) written).flip();
    for (int at = 0; header.hasRemaining(); ) {
      at += file.write(header, at);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
