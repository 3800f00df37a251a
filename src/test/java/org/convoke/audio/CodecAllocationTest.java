package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class CodecAllocationTest {
  /** What the JVM itself may leave behind while it compiles, over all turns. */
  private static final long SLACK_BYTES = 24_000;

  @Test
  void codecsConcealmentAndResamplersAllocateNothing() {
    Codecs codecs = new Codecs(OpusLibrary.choose("auto"), OpusSettings.SPEECH);
    for (Codec codec : Codec.values()) {
      if (codec == Codec.OPUS && !LibOpus.available()) {
        continue;
      }
      int rate = codec.sampleRate();
      int frame = rate / 50;
      short[] voice = Signals.voice(rate, 1, rate);
      short[] pcm = new short[frame];
      short[] other = new short[frame * 6];
      byte[] payload = new byte[AudioEncoder.MAX_PAYLOAD];
      Resampler resampler = new Resampler(rate, rate == 8000 ? 48000 : 8000);
      try (AudioEncoder encoder = codecs.encoder(codec);
          AudioDecoder decoder = codecs.decoder(codec)) {
        Runnable second =
            () -> {
              for (int i = 0; i < 50; i++) {
                int n = encoder.encode(voice, i * frame, frame, payload, 0);
                if (i % 9 == 5) {
                  decoder.decodeFec(payload, 0, n, pcm, 0, frame);
                } else if (i % 9 == 7) {
                  decoder.decodeLost(pcm, 0, frame);
                }
                decoder.decode(payload, 0, n, pcm, 0);
                resampler.process(pcm, 0, frame, other, 0);
              }
            };
        for (int warm = 0; warm < 10; warm++) {
          second.run();
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int turn = 0; turn < 40; turn++) {
          second.run();
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        // 2,000 frames: a single object each would be more.
        assertThat(bytes).as("%s", codec).isLessThan(SLACK_BYTES);
      }
    }
  }
}
