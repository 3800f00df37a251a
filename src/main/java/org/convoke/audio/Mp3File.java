package org.convoke.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jcodec.codecs.mpa.Mp3Decoder;

/**
 * Reads MP3 files (ISO/IEC 11172-3 and 13818-3, layer III): constant and variable bit rate, mono
 * and stereo, mixed down to mono. Tags before and after the sound are passed over; a frame that
 * cannot be decoded is silence, as are those that begin within one that is not there: of files that
 * were cut, and of recorded streams, the first ones do.
 */
public final class Mp3File {
  private static final int ID3_HEADER = 10;

  /** How much that is no sound may stand before the first frame, beside an ID3 tag. */
  private static final int MAX_JUNK = 64 << 10;

  /** Two channels of 1152 samples, and then some. */
  private static final int FRAME_BYTES = 16 << 10;

  private Mp3File() {}

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
    Mp3Frame first = Mp3Frame.at(file, at);
    long most = (long) maxSeconds * first.rate();
    short[] sound = new short[(int) Math.min(most, 1 << 16)];
    int filled = 0;
    Decoder decoder = new Decoder(first.channels());
    int expected = at;
    while (at >= 0 && filled < most) {
      Mp3Frame frame = Mp3Frame.at(file, at);
      if (at + frame.bytes() > file.length) {
        break;
      }
      if (at != expected) {
        decoder.gap();
      }
      // One whose rate or channels differ is no frame of this sound.
      if (frame.rate() == first.rate() && frame.channels() == first.channels()) {
        if (filled + frame.samples() > sound.length) {
          sound = Arrays.copyOf(sound, Math.max(filled + frame.samples(), sound.length * 2));
        }
        decoder.decode(file, at, frame, sound, filled);
        filled += frame.samples();
      } else {
        decoder.gap();
      }
      expected = at + frame.bytes();
      at = next(file, expected, first);
    }
    if (decoder.failed * 2 > decoder.frames) {
      throw new WavException("The file is an MP3 whose sound cannot be decoded");
    }
    return new WavFile(first.rate(), Arrays.copyOf(sound, (int) Math.min(filled, most)));
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
    int to = Math.min(file.length - Mp3Frame.HEADER, from + MAX_JUNK);
    for (int at = from; at <= to; at++) {
      Mp3Frame frame = Mp3Frame.at(file, at);
      if (frame != null) {
        int then = at + frame.bytes();
        Mp3Frame follower = Mp3Frame.at(file, then);
        if (follower != null && follower.rate() == frame.rate() || then == file.length) {
          return at;
        }
      }
    }
    return -1;
  }

  /** The next frame from here on; or -1. */
  private static int next(byte[] file, int from, Mp3Frame like) {
    for (int at = from; at + Mp3Frame.HEADER <= file.length; at++) {
      Mp3Frame frame = Mp3Frame.at(file, at);
      if (frame != null && frame.rate() == like.rate()) {
        return at;
      }
    }
    return -1;
  }

  /** The library's decoder, which throws what it likes at frames that are broken. */
  private static final class Decoder {
    private final int channels;
    private final ByteBuffer out = ByteBuffer.allocate(FRAME_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** The last bytes of sound of the frames before: the next begins within them. */
    private final byte[] past = new byte[Mp3Frame.MOST_BEFORE];

    private int kept;
    private Mp3Decoder library = new Mp3Decoder();

    /** The library has read nothing, and so knows nothing of the past. */
    private boolean fresh = true;

    private int frames;
    private int failed;

    Decoder(int channels) {
      this.channels = channels;
    }

    /** What follows does not go on where the last frame ended. */
    void gap() {
      kept = 0;
      forget();
    }

    private void forget() {
      library = new Mp3Decoder();
      fresh = true;
    }

    void decode(byte[] file, int at, Mp3Frame frame, short[] to, int offset) {
      frames++;
      byte[] plain = frame.plain(file, at);
      if (frame.soundBytes() < 0 || frame.before(plain) > kept) {
        failed++; // its beginning is lost
        forget();
      } else {
        try {
          if (fresh && kept > 0) {
            read(Mp3Frame.carrier(plain, past, kept));
          }
          fresh = false;
          mono(read(plain), frame.samples(), to, offset);
        } catch (IOException | RuntimeException e) {
          failed++;
          // What it keeps of the past may be broken too.
          forget();
        }
      }
      keep(plain, frame);
    }

    private ByteBuffer read(byte[] plain) throws IOException {
      out.clear();
      return library.decodeFrame(ByteBuffer.wrap(plain), out).getData();
    }

    private void mono(ByteBuffer made, int samples, short[] to, int offset) {
      ByteBuffer pcm = made.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      int count = Math.min(samples, pcm.remaining() / (2 * channels));
      for (int i = 0; i < count; i++) {
        int sum = 0;
        for (int c = 0; c < channels; c++) {
          sum += pcm.getShort();
        }
        to[offset + i] = (short) (sum / channels);
      }
    }

    private void keep(byte[] plain, Mp3Frame frame) {
      int fresh = Math.clamp(frame.soundBytes(), 0, past.length);
      int old = Math.min(kept, past.length - fresh);
      System.arraycopy(past, kept - old, past, 0, old);
      int end = frame.soundAt() + frame.soundBytes();
      System.arraycopy(plain, end - fresh, past, old, fresh);
      kept = old + fresh;
    }
  }
}
