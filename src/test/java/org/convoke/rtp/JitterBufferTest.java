package org.convoke.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.convoke.sim.FakeNetwork;
import org.convoke.sim.FakeNetwork.Jitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JitterBufferTest {
  private static final double NETWORK_MS = 5;

  @ParameterizedTest
  @ValueSource(longs = {0, 4, 9, 14, 19})
  void aCleanLineHoldsAtMostAboutOneFrame(long phaseMs) {
    var line = new JitterLine(new FakeNetwork(1).delayMs(NETWORK_MS), 20);
    line.tickPhaseNs = phaseMs * 1_000_000;
    line.run(60);
    assertThat(line.meanMouthToEarMs() - NETWORK_MS).isBetween(0.5, 23.0);
    assertThat(line.buffer.concealedTicks()).isZero();
    assertThat(line.packetsHeard()).hasSizeGreaterThan(2990);
    assertThat(line.buffer.targetMs()).isBetween(20.0, 23.0);
  }

  @Test
  void aCleanLineHoldsTwelveMillisecondsOnAverageOverAllPhases() {
    double mean =
        IntStream.range(0, 20)
            .mapToDouble(phase -> {
              var network = new FakeNetwork(phase).delayMs(0.1).jitterMs(Jitter.UNIFORM, 1);
              var line = new JitterLine(network, 20);
              line.tickPhaseNs = phase * 1_000_000L + 300_000;
              return line.run(20).meanMouthToEarMs();
            })
            .average()
            .orElseThrow();
    assertThat(mean).isBetween(5.0, 16.0);
  }

  @ParameterizedTest
  @CsvSource({
    "UNIFORM,20,20", "UNIFORM,60,20", "UNIFORM,100,20", "NORMAL,40,20", "NORMAL,100,20",
    "EXPONENTIAL,60,20", "UNIFORM,100,10", "UNIFORM,100,30", "UNIFORM,100,60", "NORMAL,60,40"
  })
  void concealsAtMostOnePercentUpToHundredMsJitterWithinP95Plus40(
      Jitter kind, double jitterMs, int ptimeMs) {
    double p95 = kind == Jitter.UNIFORM ? jitterMs * 0.95 : jitterMs;
    double concealed = 0;
    double delayMs = 0;
    // The same over all phases of the tick against the packets.
    for (int seed = 1; seed <= 5; seed++) {
      var network = new FakeNetwork(seed).delayMs(NETWORK_MS).jitterMs(kind, jitterMs);
      var line = new JitterLine(network, ptimeMs);
      line.tickPhaseNs = seed * 4_000_000L - 1;
      line.run(120);
      concealed += line.buffer.concealedShare() / 5;
      delayMs += (line.meanMouthToEarMs() - NETWORK_MS) / 5;
      assertThat(line.packetsHeard()).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
    }
    assertThat(concealed).isLessThanOrEqualTo(0.01);
    // A packet is the least that the delay changes by.
    assertThat(delayMs).isLessThanOrEqualTo(p95 + 20 + Math.max(20, ptimeMs));
  }

  @Test
  void concealsAtMostThreePercentAtTwoHundredMs() {
    var network = new FakeNetwork(7).jitterMs(Jitter.NORMAL, 200).reorderPercent(5, 30);
    var line = new JitterLine(network.duplicatePercent(2), 20).run(120);
    assertThat(line.buffer.concealedShare()).isLessThanOrEqualTo(0.03);
    assertThat(line.buffer.duplicateCount()).isGreaterThan(60);
    assertThat(line.packetsHeard()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void growsAtOnceWhenPacketsComeLateAndShrinksWithinTenSeconds() {
    var network = new FakeNetwork(3).delayMs(NETWORK_MS);
    var line = new JitterLine(network, 20).run(10);
    network.jitterMs(Jitter.UNIFORM, 150);
    line.run(2);
    assertThat(line.buffer.delayMs()).isGreaterThan(120);
    line.run(10);
    double before = line.buffer.concealedShare();
    network.jitterMs(Jitter.UNIFORM, 0);
    line.run(10);
    assertThat(line.buffer.delayMs()).isLessThan(35);
    assertThat(line.buffer.concealedShare()).isLessThanOrEqualTo(before);
    assertThat(line.packetsHeard()).isSorted();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBadMomentLeavesNoFrameOfDelayBehind(boolean quiet) {
    for (int phaseMs = 0; phaseMs < 19; phaseMs++) {
      var network =
          new FakeNetwork(phaseMs).delayMs(NETWORK_MS + phaseMs).jitterMs(Jitter.UNIFORM, 2);
      var line = new JitterLine(network, 20).run(10);
      double before = line.buffer.delayMs();
      network.jitterMs(Jitter.UNIFORM, 25);
      line.run(2);
      network.jitterMs(Jitter.UNIFORM, 2);
      line.quiet = quiet;
      line.run(quiet ? 6 : 14);
      assertThat(line.buffer.delayMs()).as("%d ms", phaseMs).isLessThanOrEqualTo(before + 1);
    }
  }

  @Test
  void aFrameThatIsWantedBackAgainAndAgainStaysIn() {
    var network = new FakeNetwork(5).delayMs(NETWORK_MS + 17);
    var line = new JitterLine(network, 20);
    line.quiet = true;
    for (int wave = 0; wave < 60; wave++) {
      network.jitterMs(Jitter.UNIFORM, wave % 2 == 0 ? 1 : 7);
      line.run(10);
    }
    assertThat(line.buffer.droppedPackets()).isBetween(1L, 4L);
    assertThat(line.buffer.stretchedFrames()).isLessThanOrEqualTo(4);
  }

  @Test
  void shrinksSoonerWhileNobodySpeaks() {
    double[] delayMs = new double[2];
    for (int i = 0; i < 2; i++) {
      var network = new FakeNetwork(3).delayMs(NETWORK_MS).jitterMs(Jitter.UNIFORM, 150);
      var line = new JitterLine(network, 20).run(10);
      network.jitterMs(Jitter.UNIFORM, 0);
      line.quiet = i == 1;
      line.run(5.3);
      delayMs[i] = line.buffer.delayMs();
    }
    assertThat(delayMs[1]).isLessThan(35).isLessThan(delayMs[0]);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-200, 200})
  void driftOfTwoHundredPpmNeverAddsUp(double ppm) {
    var network = new FakeNetwork(5).delayMs(NETWORK_MS).jitterMs(Jitter.UNIFORM, 4);
    var line = new JitterLine(network.driftPpm(ppm), 20);
    for (int quarter = 0; quarter < 12; quarter++) {
      line.run(900);
      assertThat(line.buffer.delayMs()).isBetween(3.0, 40.0);
    }
    // Three hours; 200 ppm is one frame in 100 s.
    long mended = line.buffer.droppedPackets() + line.buffer.stretchedFrames();
    assertThat(mended).isBetween(95L, 125L);
    assertThat(line.buffer.concealedShare()).isLessThan(0.0005);
  }

  @Test
  void concealsExactlyWhatIsLost() {
    var network = new FakeNetwork(11).delayMs(NETWORK_MS).lossPercent(5);
    var line = new JitterLine(network, 20).run(100);
    long concealed = line.buffer.concealedTicks() / 160;
    assertThat(concealed).isBetween(network.lost() - 3, network.lost() + 3);
    assertThat(line.heard).doesNotContain(JitterBuffer.SILENCE);
    assertThat(line.meanMouthToEarMs() - NETWORK_MS).isLessThan(24);
  }

  @Test
  void burstsOfLossDoNotLengthenTheDelay() {
    var network = new FakeNetwork(12).delayMs(NETWORK_MS).bursts(1, 5);
    var line = new JitterLine(network, 20).run(200);
    assertThat(network.lost()).isGreaterThan(200);
    assertThat(line.buffer.delayMs()).isLessThan(24);
    assertThat(line.meanMouthToEarMs() - NETWORK_MS).isLessThan(24);
  }

  @Test
  void whileALineLosesPacketsTheOneAfterIsWaitedForAndNoLongerThanThat() {
    var network = new FakeNetwork(13).delayMs(NETWORK_MS);
    var line = new JitterLine(network, 20);
    line.buffer.looksAhead(true);
    line.run(10);
    assertThat(line.meanMouthToEarMs() - NETWORK_MS).isLessThan(24);
    network.lossPercent(5);
    line.run(5);
    long followed = line.followed;
    int before = line.mouthToEarMs.size();
    long lost = network.lost();
    line.run(60);
    assertThat(line.followed - followed).isGreaterThan((network.lost() - lost) * 8 / 10);
    assertThat(line.meanMouthToEarMs(before, line.mouthToEarMs.size()) - NETWORK_MS)
        .isBetween(20.0, 40.0);
    network.lossPercent(0);
    line.quiet = true;
    line.run(12);
    assertThat(line.buffer.delayMs()).isLessThan(24);
  }

  @Test
  void onePacketLostInAMinuteChangesNothing() {
    var network = new FakeNetwork(14).delayMs(NETWORK_MS);
    var line = new JitterLine(network, 20);
    line.buffer.looksAhead(true);
    for (int minute = 0; minute < 5; minute++) {
      network.lossPercent(100);
      line.run(0.02);
      network.lossPercent(0);
      line.run(60);
      assertThat(line.buffer.stretchedFrames()).isZero();
      assertThat(line.buffer.delayMs()).isLessThan(24);
    }
  }

  @Test
  void aDelayThatIsALittleShortWaitsForAPauseInTheTalk() {
    var network = new FakeNetwork(15).delayMs(NETWORK_MS);
    var line = new JitterLine(network, 20);
    line.buffer.looksAhead(true);
    line.run(10);
    network.lossPercent(3);
    line.run(3);
    long stretchedInWords = line.buffer.stretchedFrames();
    line.quiet = true;
    line.run(0.1);
    assertThat(stretchedInWords).isZero();
    assertThat(line.buffer.stretchedFrames()).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 20, 30, 40, 60})
  void everyPacketLengthIsHeardWholeAndInOrder(int ptimeMs) {
    var line = new JitterLine(new FakeNetwork(2).delayMs(NETWORK_MS), ptimeMs).run(30);
    List<Integer> heard = line.packetsHeard();
    assertThat(heard)
        .isEqualTo(IntStream.range(heard.getFirst(), heard.getLast() + 1).boxed().toList());
    assertThat(heard.size()).isGreaterThan(30_000 / ptimeMs - 5);
    assertThat(line.meanMouthToEarMs() - NETWORK_MS).isLessThan(34);
    assertThat(line.buffer.concealedShare()).isLessThan(0.001);
  }

  @Test
  void silenceSuppressionIsSilenceAndNotLoss() {
    var line = new JitterLine(new FakeNetwork(4).delayMs(NETWORK_MS), 20);
    line.talks = i -> i % 100 < 60;
    line.run(20);
    assertThat(line.packetsHeard()).hasSizeGreaterThan(595);
    // At each stop it is first taken for late packets, for ten frames; the next packet tells
    // better.
    assertThat(line.buffer.concealedTicks()).isZero();
    assertThat(line.heard.stream().filter(i -> i == JitterBuffer.SILENCE).count())
        .isBetween(280L, 350L);
    assertThat(line.meanMouthToEarMs() - NETWORK_MS).isLessThan(24);
  }

  @Test
  void aStallIsCaughtUpWithAndNothingPlaysTwice() {
    var network = new FakeNetwork(6).delayMs(NETWORK_MS).inOrder();
    var line = new JitterLine(network, 20).run(5);
    network.delayMs(800);
    line.run(0.02);
    network.delayMs(NETWORK_MS);
    line.run(10);
    assertThat(line.buffer.delayMs()).isLessThan(45);
    assertThat(line.packetsHeard()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void theDelayNeverExceedsTheMost() {
    var buffer = new JitterBuffer(8000, 20, 100, 64, 1280);
    var network = new FakeNetwork(6).delayMs(0).jitterMs(Jitter.UNIFORM, 400);
    var line = new JitterLine(network, 20, buffer).run(60);
    assertThat(buffer.targetMs()).isLessThanOrEqualTo(100);
    assertThat(line.meanMouthToEarMs(500, line.mouthToEarMs.size())).isLessThan(120);
    assertThat(line.packetsHeard()).isSorted().doesNotHaveDuplicates();
  }
}
