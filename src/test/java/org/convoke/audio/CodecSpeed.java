package org.convoke.audio;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Prints what each step costs in ns per frame of 20 ms; run by hand. */
public final class CodecSpeed {
  private static final int FRAMES = 500;
  private static final int ROUNDS = 30;

  private CodecSpeed() {}

  interface Step {
    void run(int frame);
  }

  public static void main(String[] args) {
    resamplers();
    for (String mode : new String[] {"auto", "java"}) {
      OpusLibrary opus = OpusLibrary.choose(mode);
      System.out.println(opus.description());
      Codecs codecs = new Codecs(opus, OpusSettings.SPEECH);
      for (Codec codec : Codec.values()) {
        if (mode.equals("auto") || codec == Codec.OPUS) {
          codec(codecs, codec, codec.sampleRate());
        }
      }
      codec(codecs, Codec.OPUS, 16000);
      codec(codecs, Codec.OPUS, 8000);
    }
    concealment(8000);
    concealment(16000);
  }

  private static void codec(Codecs codecs, Codec codec, int rate) {
    int frame = rate / 50;
    short[] voice = Signals.voice(rate, 1, rate);
    short[] pcm = new short[frame];
    byte[] out = new byte[AudioEncoder.MAX_PAYLOAD];
    byte[][] payloads = new byte[50][];
    AudioEncoder encoder = codecs.encoder(codec, rate, codecs.opusSettings());
    for (int i = 0; i < 50; i++) {
      int n = encoder.encode(voice, i * frame, frame, out, 0);
      payloads[i] = java.util.Arrays.copyOf(out, n);
    }
    AudioDecoder decoder = codecs.decoder(codec, rate);
    String name = codec + " at " + rate;
    time(name + " encode", i -> encoder.encode(voice, i % 50 * frame, frame, out, 0));
    time(
        name + " decode",
        i -> decoder.decode(payloads[i % 50], 0, payloads[i % 50].length, pcm, 0));
  }

  private static void resamplers() {
    int[] rates = {8000, 16000, 48000};
    for (int from : rates) {
      for (int to : rates) {
        Resampler resampler = new Resampler(from, to);
        short[] in = Signals.voice(from, 1, from);
        short[] out = new short[to / 50];
        int frame = from / 50;
        time(
            "resample " + from + " " + to,
            i -> resampler.process(in, i % 50 * frame, frame, out, 0));
      }
    }
  }

  private static void concealment(int rate) {
    int frame = rate / 50;
    short[] voice = Signals.voice(rate, 1, rate);
    short[] gap = new short[frame];
    Concealment concealment = new Concealment(rate);
    time("good " + rate, i -> concealment.good(voice, i % 50 * frame, frame));
    time(
        "lost, then good " + rate,
        i -> {
          concealment.lost(gap, 0, frame);
          concealment.good(voice, i % 50 * frame, frame);
        });
    time(
        "bridged, then good " + rate,
        i -> {
          concealment.lost(gap, 0, frame, voice, i % 50 * frame, frame);
          concealment.good(voice, i % 50 * frame, frame);
        });
  }

  private static void time(String name, Step step) {
    // CPU time of this thread: what else the machine does counts little.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < FRAMES; i++) {
        step.run(i);
      }
      best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
    }
    System.out.printf("%-28s %8d ns%n", name, best / FRAMES);
  }
}
