package org.convoke.rtp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.convoke.sim.FakeNetwork;

/** A phone that talks G.711 over a fake network into a jitter buffer, driven as a leg drives it. */
final class JitterLine {
  static final long FRAME_NS = 20_000_000L;
  static final int SSRC = 0x1234;
  final JitterBuffer buffer;
  final FakeNetwork network;
  final int ptimeMs;
  final byte[] packet = new byte[1500];
  final byte[] out = new byte[1500];

  /** Index of what was heard, -1 concealed, -2 silence, -3 waiting: one an answer of next. */
  final List<Integer> heard = new ArrayList<>();

  /** From leaving the phone to being heard, of every packet played, ms. */
  final List<Double> mouthToEarMs = new ArrayList<>();

  /** Which packets the phone sends at all, by index; the others are silence suppression. */
  LongPredicate talks = i -> true;

  boolean quiet;

  /** Of the frames concealed, how many had the packet that follows at hand. */
  long followed;

  int firstSequence = 65_000;
  long firstTimestamp = 0xFFFF_F000L;
  long tickPhaseNs = 7_000_000L;

  private long sentCount;
  private int sequence;
  private boolean sequenceSet;
  private long ticksDone;
  private int fifoTicks;

  JitterLine(FakeNetwork network, int ptimeMs) {
    this(network, ptimeMs, new JitterBuffer(8000, 20, 300, 64, 1280));
  }

  JitterLine(FakeNetwork network, int ptimeMs, JitterBuffer buffer) {
    this.network = network;
    this.ptimeMs = ptimeMs;
    this.buffer = buffer;
  }

  JitterLine run(double seconds) {
    long ptimeNs = ptimeMs * 1_000_000L;
    long endNs = ticksDone * FRAME_NS + (long) (seconds * 1e9);
    while (ticksDone * FRAME_NS < endNs) {
      long dueNs = ticksDone * FRAME_NS + tickPhaseNs;
      while (network.receiverNs(sentCount * ptimeNs) <= dueNs) {
        sendOne(sentCount++, ptimeNs);
      }
      for (var d = network.poll(dueNs); d != null; d = network.poll(dueNs)) {
        insert(d.bytes(), d.arrivalNs());
      }
      tick(dueNs);
      ticksDone++;
    }
    return this;
  }

  private void sendOne(long index, long ptimeNs) {
    if (!sequenceSet) {
      sequence = firstSequence;
      sequenceSet = true;
    }
    if (!talks.test(index)) {
      return;
    }
    int bytes = ptimeMs * 8;
    RtpPacket.writeHeader(
        packet, 0, false, 0, sequence & 0xFFFF, firstTimestamp + index * bytes, SSRC);
    sequence++;
    RtpPacket.put32(packet, 12, (int) index);
    network.send(packet, 0, 12 + bytes, index * ptimeNs);
  }

  int insert(byte[] b, long nowNs) {
    int length = RtpPacket.payloadLength(b, 0, b.length);
    return buffer.insert(
        b,
        RtpPacket.payloadOffset(b, 0),
        length,
        RtpPacket.payloadType(b, 0),
        RtpPacket.sequence(b, 0),
        RtpPacket.timestamp(b, 0),
        RtpPacket.ssrc(b, 0),
        length,
        nowNs);
  }

  private void tick(long dueNs) {
    while (fifoTicks < 160) {
      int n = buffer.next(out, dueNs, quiet);
      if (n > 0) {
        int index = RtpPacket.i32(out, 0);
        heard.add(index);
        double ahead = fifoTicks / 8.0;
        mouthToEarMs.add((dueNs - network.receiverNs(index * ptimeMs * 1_000_000L)) / 1e6 + ahead);
      } else {
        heard.add(n);
        followed += n == JitterBuffer.LOST && buffer.peekNext(out) > 0 ? 1 : 0;
      }
      fifoTicks += buffer.ticks();
    }
    fifoTicks -= 160;
  }

  double meanMouthToEarMs() {
    return mouthToEarMs.stream().mapToDouble(d -> d).average().orElse(Double.NaN);
  }

  double meanMouthToEarMs(int from, int to) {
    return mouthToEarMs.subList(from, to).stream().mapToDouble(d -> d).average().orElseThrow();
  }

  List<Integer> packetsHeard() {
    return heard.stream().filter(i -> i >= 0).toList();
  }
}
