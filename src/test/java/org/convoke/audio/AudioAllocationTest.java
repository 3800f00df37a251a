package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AudioAllocationTest {
  private static final int FRAMES = 10_000;
  private final short[][] tones = {
    Tones.babble(1, 2000, -12, 8000),
    Tones.babble(2, 2000, -8, 8000),
    Tones.babble(3, 2000, -5, 8000)
  };
  private final short[][] frames = new short[3][160];
  private final Mixer mixer = new Mixer(8000, 10);
  private final Mixer.Input[] inputs = {mixer.add(), mixer.add(), mixer.add()};
  private final TalkDetector detector = new TalkDetector();
  private final AutomaticGain gain = new AutomaticGain();
  private final InbandDtmf dtmf = new InbandDtmf();
  private final PrivateMix own = new PrivateMix();
  private final short[] out = new short[160];
  private int keys;

  @Test
  void tenThousandFramesAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    run();
    threads.getThreadAllocatedBytes(thread);
    long before = threads.getThreadAllocatedBytes(thread);
    run();
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertThat(allocated).as("bytes, of which the measuring itself takes some").isLessThan(1000);
  }

  private void run() {
    for (int t = 0; t < FRAMES; t++) {
      for (int k = 0; k < 3; k++) {
        System.arraycopy(tones[k], t % 100 * 160, frames[k], 0, 160);
        // Each falls out now and then, so that beginnings and ends are measured too.
        if (t / 7 % (k + 2) != 0) {
          mixer.voice(inputs[k], frames[k], k);
        }
      }
      inputs[0].volumeDb(t / 50 % 2 == 0 ? 0 : 10);
      detector.accept(frames[0], 160);
      gain.process(frames[0], 160, detector, false);
      keys += dtmf.accept(frames[1], 160);
      mixer.mix();
      own.mix(mixer.shared(), 0.5f, t % 3 == 0 ? frames[2] : null, out, 8000);
      keys += mixer.heardBy(inputs[1])[0] & 1;
    }
  }
}
