package org.convoke.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jcodec.codecs.mpa.Mp3Decoder;

/**
 * Reads MP3 files (ISO/IEC 11172-3 and 13818-3, layer III): constant and variable bit rate, mono
 * and stereo, mixed down to mono. Tags before and after the sound are passed over; a frame that
 * cannot be decoded is silence.
 */
public final class Mp3File {
  private static final int HEADER = 4;
  private static final int ID3_HEADER = 10;

  /** How much that is no sound may stand before the first frame, beside an ID3 tag. */
  private static final int MAX_JUNK = 64 << 10;

  /** kbit/s of MPEG-1 and of MPEG-2 and 2.5, layer III. */
  private static final int[][] KBITS = {
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
  };

  private static final int[] RATES = {44_100, 48_000, 32_000};

  /** Two channels of 1152 samples, and then some. */
  private static final int FRAME_BYTES = 16 << 10;

  private Mp3File() {}

  /** A frame's header. */
  private record Frame(int rate, int bytes, int samples, int channels) {
    /** The header at this place, or null. */
    static Frame at(byte[] file, int at) {
      if (at < 0
          || at + HEADER > file.length
          || (file[at] & 0xFF) != 0xFF
          || (file[at + 1] & 0xE0) != 0xE0) {
        return null;
      }
      int version = file[at + 1] >> 3 & 3;
      int layer = file[at + 1] >> 1 & 3;
      int bits = file[at + 2] >> 4 & 15;
      int rateIndex = file[at + 2] >> 2 & 3;
      // Reserved values, other layers, and "free" bit rates, which nobody uses.
      if (version == 1 || layer != 1 || bits == 0 || bits == 15 || rateIndex == 3) {
        return null;
      }
      boolean first = version == 3;
      int rate = RATES[rateIndex] >> (first ? 0 : version == 2 ? 1 : 2);
      int samples = first ? 1152 : 576;
      int padding = file[at + 2] >> 1 & 1;
      int bytes = samples / 8 * 1000 * KBITS[first ? 0 : 1][bits] / rate + padding;
      return new Frame(rate, bytes, samples, (file[at + 3] >> 6 & 3) == 3 ? 1 : 2);
    }
  }

  /** Whether the file begins as one does: with a tag, or a frame that another follows. */
  public static boolean looksLikeOne(byte[] file) {
    return file.length > ID3_HEADER && file[0] == 'I' && file[1] == 'D' && file[2] == '3'
        || first(file, 0) >= 0;
  }

  /**
   * Decodes a file.
   *
   * @param maxSeconds what is longer is cut there
   * @throws WavException when it is no such file
   */
  public static WavFile parse(byte[] file, int maxSeconds) throws WavException {
    int at = first(file, afterTag(file));
    if (at < 0) {
      throw new WavException("The file is no MP3 that can be read");
    }
    Frame first = Frame.at(file, at);
    long most = (long) maxSeconds * first.rate;
    short[] sound = new short[(int) Math.min(most, 1 << 16)];
    int filled = 0;
    Decoder decoder = new Decoder(first.channels);
    while (at >= 0 && filled < most) {
      Frame frame = Frame.at(file, at);
      if (at + frame.bytes > file.length) {
        break;
      }
      // One whose rate or channels differ is no frame of this sound.
      if (frame.rate == first.rate && frame.channels == first.channels) {
        if (filled + frame.samples > sound.length) {
          sound = Arrays.copyOf(sound, Math.max(filled + frame.samples, sound.length * 2));
        }
        decoder.decode(file, at, frame, sound, filled);
        filled += frame.samples;
      }
      at = next(file, at + frame.bytes, first);
    }
    if (decoder.failed * 2 > decoder.frames) {
      throw new WavException("The file is an MP3 whose sound cannot be decoded");
    }
    return new WavFile(first.rate, Arrays.copyOf(sound, (int) Math.min(filled, most)));
  }

  /** Where an ID3v2 tag ends that the file begins with, else 0. */
  private static int afterTag(byte[] file) {
    if (file.length < ID3_HEADER || file[0] != 'I' || file[1] != 'D' || file[2] != '3') {
      return 0;
    }
    int size = 0;
    for (int i = 6; i < ID3_HEADER; i++) {
      size = size << 7 | file[i] & 0x7F;
    }
    return Math.min(file.length, ID3_HEADER + size);
  }

  /** The first frame that another follows, or that ends the file; or -1. */
  private static int first(byte[] file, int from) {
    int to = Math.min(file.length - HEADER, from + MAX_JUNK);
    for (int at = from; at <= to; at++) {
      Frame frame = Frame.at(file, at);
      if (frame != null) {
        int then = at + frame.bytes;
        Frame follower = Frame.at(file, then);
        if (follower != null && follower.rate == frame.rate || then == file.length) {
          return at;
        }
      }
    }
    return -1;
  }

  /** The next frame from here on; or -1. */
  private static int next(byte[] file, int from, Frame like) {
    for (int at = from; at + HEADER <= file.length; at++) {
      Frame frame = Frame.at(file, at);
      if (frame != null && frame.rate == like.rate) {
        return at;
      }
    }
    return -1;
  }

  /** The library's decoder, which throws what it likes at frames that are broken. */
  private static final class Decoder {
    private final int channels;
    private final ByteBuffer out = ByteBuffer.allocate(FRAME_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private Mp3Decoder library = new Mp3Decoder();
    private int frames;
    private int failed;

    Decoder(int channels) {
      this.channels = channels;
    }

    void decode(byte[] file, int at, Frame frame, short[] to, int offset) {
      frames++;
      out.clear();
      ByteBuffer made;
      try {
        made = library.decodeFrame(ByteBuffer.wrap(file, at, frame.bytes).slice(), out).getData();
      } catch (IOException | RuntimeException e) {
        failed++;
        // What it keeps of the past may be broken too.
        library = new Mp3Decoder();
        return;
      }
      ByteBuffer pcm = made.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      int count = Math.min(frame.samples, pcm.remaining() / (2 * channels));
      for (int i = 0; i < count; i++) {
        int sum = 0;
        for (int c = 0; c < channels; c++) {
          sum += pcm.getShort();
        }
        to[offset + i] = (short) (sum / channels);
      }
    }
  }
}
