package org.convoke.media;

import java.util.Arrays;
import org.convoke.audio.Codec;
import org.convoke.audio.G711;
import org.convoke.bus.LegReport;
import org.convoke.id.RoomId;
import org.convoke.rtp.RtpPacket;
import org.convoke.sim.FakeNetwork;

/**
 * One who talks G.711 over a bad network and one who listens over a good one, in one room of a
 * bridge in virtual time.
 */
final class BadLine {
  static final int RATE = 8000;
  private static final int FRAME = RATE / 50;
  private static final int SSRC = 0x5EED;

  private final TestBridge bridge = new TestBridge(TestBridge.config(1, true));
  private final TestPhone talker;
  private final TestPhone listener;
  private final FakeNetwork network;
  private final byte[] packet = new byte[RtpPacket.HEADER_BYTES + FRAME];
  private final short[] frame = new short[FRAME];
  private final long beganNs;
  private final long phaseNs;
  private long sent;
  private int heardBefore;

  /** When each frame that the listener heard came, less its place in what he heard: samples. */
  private int[] arrivals = new int[4096];

  private int arrivalCount;

  /**
   * @param phaseMs when in a period of 20 ms the talker sends, 0 to 19
   */
  BadLine(FakeNetwork network, int phaseMs) {
    this.network = network;
    phaseNs = phaseMs * 1_000_000L;
    RoomId room = RoomId.random();
    talker = bridge.call(Codec.PCMU, 0, room);
    talker.on = false;
    listener = bridge.call(Codec.PCMU, 0, room);
    listener.talking = false;
    beganNs = bridge.nowNs;
  }

  /** Silence, by which the bridge gets to know the line. */
  BadLine silence(double seconds) {
    return say(new short[(int) (RATE * seconds)]);
  }

  /** The talker says this; ends with a whole frame. */
  BadLine say(short[] pcm) {
    long last = sent + (pcm.length + FRAME - 1) / FRAME;
    long first = sent;
    while (sent < last || network.receiverNs(sent * 20_000_000L) + phaseNs > elapsedNs()) {
      bridge.run(1);
      while (sent < last && network.receiverNs(sent * 20_000_000L) + phaseNs <= elapsedNs()) {
        send(pcm, (int) (sent - first) * FRAME);
      }
      for (var d = network.poll(elapsedNs()); d != null; d = network.poll(elapsedNs())) {
        bridge.net.deliver(d.bytes(), d.bytes().length, talker.address, talker.bridge.rtpPort());
      }
      note();
    }
    return this;
  }

  private long elapsedNs() {
    return bridge.nowNs - beganNs;
  }

  private void send(short[] pcm, int at) {
    int there = Math.min(FRAME, pcm.length - at);
    Arrays.fill(frame, (short) 0);
    System.arraycopy(pcm, at, frame, 0, there);
    RtpPacket.writeHeader(packet, 0, false, 0, (int) sent & 0xFFFF, sent * FRAME, SSRC);
    G711.MU_LAW.encode(frame, 0, FRAME, packet, RtpPacket.HEADER_BYTES);
    network.send(packet, 0, packet.length, sent * 20_000_000L + phaseNs);
    sent++;
  }

  private void note() {
    int heard = listener.heardMs() * 8;
    for (; heardBefore < heard; heardBefore += FRAME) {
      if (arrivalCount == arrivals.length) {
        arrivals = Arrays.copyOf(arrivals, 2 * arrivalCount);
      }
      arrivals[arrivalCount++] = (int) (elapsedNs() / 125_000) - heardBefore;
    }
  }

  /** The sample of the talker's that is sent next. */
  int position() {
    return (int) sent * FRAME;
  }

  /** What the listener heard since the talker sent that sample of his. */
  short[] heardSince(int position, int samples) {
    int[] sorted = Arrays.copyOf(arrivals, arrivalCount);
    Arrays.sort(sorted);
    short[] raw = listener.heard(0);
    int from = position + (int) (phaseNs / 125_000) - sorted[arrivalCount / 2];
    short[] out = new short[samples];
    for (int i = Math.max(0, -from); i < samples && from + i < raw.length; i++) {
      out[i] = raw[from + i];
    }
    return out;
  }

  /** What the bridge says of the talker's line. */
  LegReport report() {
    return bridge.report(talker.leg);
  }
}
