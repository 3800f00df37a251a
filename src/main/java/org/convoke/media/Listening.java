package org.convoke.media;

import java.util.Arrays;
import org.convoke.audio.AudioDecoder;
import org.convoke.audio.Codec;
import org.convoke.audio.Codecs;
import org.convoke.rtp.JitterBuffer;

/**
 * Turns a leg's waiting packets into frames of 20 ms, whatever their length: packets fill a store
 * of decoded sound, frames are taken out of it. Loss is concealed by the decoder, silence is
 * silence.
 */
final class Listening {
  /** What the last frame was. */
  enum Kind {
    /** Nothing: the peer sends nothing, or nothing has come yet. */
    NOTHING,
    SOUND
  }

  /** 120 ms of Opus at 48 kHz, and a frame that was left. */
  private static final int STORE = 5760 + 960;

  private final Codecs codecs;
  private AudioDecoder decoder;
  private Codec codec;
  private int clockRate;

  private int rate;
  private short[] store = new short[0];
  private int stored;

  /** Of the stored samples, how many at the end are mere silence. */
  private int silentTail;

  private boolean skipping;

  /** What was stored last was sound, made up or not. */
  private boolean sounded;

  Listening(Codecs codecs) {
    this.codecs = codecs;
  }

  /**
   * Another codec, or another rate that is of use. Allocates where something changes.
   *
   * @param usefulRate what Opus shall give: 8000, 16000 or 48000 Hz; others have rates of their own
   */
  void configure(Codec newCodec, int usefulRate) {
    int newRate = newCodec == Codec.OPUS ? usefulRate : newCodec.sampleRate();
    if (newCodec != codec || newRate != rate) {
      close();
      codec = newCodec;
      rate = newRate;
      clockRate = newCodec.clockRate();
      decoder = codecs.decoder(newCodec, newRate);
      store = new short[STORE * newRate / 48_000];
      stored = 0;
      silentTail = 0;
    }
  }

  /** Samples per second of the frames given. */
  int rate() {
    return rate;
  }

  boolean configured() {
    return decoder != null;
  }

  /** Another stream begins. */
  void reset() {
    if (decoder != null) {
      decoder.reset();
    }
    stored = 0;
    silentTail = 0;
  }

  /**
   * Takes the next frame.
   *
   * @param out gets 20 ms at {@link #rate}; left alone when nothing came
   * @param quiet nobody speaks on this leg now
   */
  Kind take(JitterBuffer buffer, short[] out, LegContext context, long dueNs, boolean quiet) {
    if (skipping) {
      // What was passed over has left no trace in the decoder: it begins afresh.
      skipping = false;
      reset();
    }
    int frame = rate / 50;
    while (stored < frame) {
      fill(buffer, context, dueNs, quiet);
    }
    boolean silent = silentTail >= stored;
    if (!silent) {
      System.arraycopy(store, 0, out, 0, frame);
    }
    consume(frame);
    return silent ? Kind.NOTHING : Kind.SOUND;
  }

  /** Passes over the next frame: the leg is not listened to. */
  void skip(JitterBuffer buffer, LegContext context, long dueNs) {
    skipping = true;
    int frame = rate / 50;
    while (stored < frame) {
      buffer.next(context.payload, dueNs, true);
      silence(buffer.ticks());
    }
    consume(frame);
  }

  private void consume(int frame) {
    stored -= frame;
    System.arraycopy(store, frame, store, 0, stored);
    silentTail = Math.min(silentTail, stored);
  }

  private void fill(JitterBuffer buffer, LegContext context, long dueNs, boolean quiet) {
    int length = buffer.next(context.payload, dueNs, quiet);
    int ticks = buffer.ticks();
    if (length > 0) {
      if (buffer.jumped() && sounded) {
        decoder.skipped();
      }
      sounded = true;
      int samples = decoder.decode(context.payload, 0, length, store, stored);
      if (samples > 0) {
        stored += samples;
        silentTail = 0;
      } else {
        conceal(buffer, context, ticks);
      }
    } else if (length == JitterBuffer.LOST) {
      conceal(buffer, context, ticks);
    } else {
      silence(ticks);
    }
  }

  private void conceal(JitterBuffer buffer, LegContext context, int ticks) {
    int samples = samples(ticks);
    int next = buffer.peekNext(context.nextPayload);
    int made =
        next > 0
            ? decoder.decodeFec(context.nextPayload, 0, next, store, stored, samples)
            : decoder.decodeLost(store, stored, samples);
    if (made > 0) {
      stored += made;
      silentTail = 0;
      sounded = true;
    } else {
      silence(ticks);
    }
  }

  private void silence(int ticks) {
    int samples = samples(ticks);
    Arrays.fill(store, stored, stored + samples, (short) 0);
    stored += samples;
    silentTail += samples;
    sounded = false;
  }

  private int samples(int ticks) {
    int samples = (int) ((long) ticks * rate / clockRate);
    return Math.clamp(samples, 1, store.length - stored);
  }

  void close() {
    if (decoder != null) {
      decoder.close();
      decoder = null;
      codec = null;
    }
  }
}
