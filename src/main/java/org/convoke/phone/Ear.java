package org.convoke.phone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convoke.audio.AudioDecoder;
import org.convoke.audio.Codec;
import org.convoke.rtp.ReceptionStats;
import org.convoke.rtp.RtpPacket;

/**
 * What the phone hears: places each packet in time, keeps the statistics, and times the tones that
 * come.
 */
final class Ear {
  /** Below this a frame is silent: -50 dBFS. */
  private static final int QUIET_PEAK = 104;

  /** Above this a tone has begun: -35 dBFS. */
  private static final int LOUD_PEAK = 583;

  /**
   * Frames of silence before a tone can begin: a pause is 100 ms, and the mix may smear its ends.
   */
  private static final int PAUSE_FRAMES = 3;

  private static final int MAX_SECONDS = 3600;

  private final Codec codec;
  private final int payloadType;
  private final AudioDecoder decoder;
  private final ReceptionStats stats;
  private final short[] frame = new short[48 * 120];
  private final List<Double> delaysMs = new ArrayList<>();
  private short[] heard = new short[0];
  private int length;
  private boolean started;
  private int ssrc;
  private long firstTimestamp;
  private int base;
  private int quietFrames;

  Ear(Codec codec, int payloadType, AudioDecoder decoder) {
    this.codec = codec;
    this.payloadType = payloadType;
    this.decoder = decoder;
    stats = new ReceptionStats(codec.clockRate());
  }

  /** Takes a datagram; {@code sinceSecondMs} is the wall clock's position within its second. */
  void receive(byte[] packet, int packetLength, long nowNs, double sinceSecondMs) {
    if (RtpPacket.check(packet, 0, packetLength) != RtpPacket.Verdict.VALID
        || RtpPacket.payloadType(packet, 0) != payloadType) {
      return;
    }
    long timestamp = RtpPacket.timestamp(packet, 0);
    if (!started || ssrc != RtpPacket.ssrc(packet, 0)) {
      started = true;
      ssrc = RtpPacket.ssrc(packet, 0);
      firstTimestamp = timestamp;
      base = length;
      stats.reset(codec.clockRate());
    }
    stats.received(RtpPacket.sequence(packet, 0), timestamp, nowNs);
    int samples =
        decoder.decode(
            packet,
            RtpPacket.payloadOffset(packet, 0),
            RtpPacket.payloadLength(packet, 0, packetLength),
            frame,
            0);
    if (samples > 0) {
      int since = (int) (timestamp - firstTimestamp);
      long position = base + (long) since * decoder.sampleRate() / codec.clockRate();
      place(position, samples);
      listenForOnset(samples, sinceSecondMs);
    }
  }

  private void place(long position, int samples) {
    if (position < 0 || position + samples > (long) MAX_SECONDS * decoder.sampleRate()) {
      return;
    }
    int end = (int) position + samples;
    if (end > heard.length) {
      heard = Arrays.copyOf(heard, Math.max(end, Math.max(heard.length * 2, decoder.sampleRate())));
    }
    System.arraycopy(frame, 0, heard, (int) position, samples);
    length = Math.max(length, end);
  }

  private void listenForOnset(int samples, double sinceSecondMs) {
    int peak = 0;
    for (int i = 0; i < samples; i++) {
      peak = Math.max(peak, Math.abs(frame[i]));
    }
    if (peak < QUIET_PEAK) {
      quietFrames++;
    } else {
      if (peak > LOUD_PEAK && quietFrames >= PAUSE_FRAMES && delaysMs.size() < MAX_SECONDS) {
        delaysMs.add(sinceSecondMs);
      }
      quietFrames = 0;
    }
  }

  /**
   * The median delay of tones in ms, or -1: only where at least three onsets agree within 60 ms,
   * since speech and music begin at any time of a second.
   */
  double mouthToEarMs() {
    double[] sorted = delaysMs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int bestFrom = 0;
    int bestCount = 0;
    for (int from = 0; from < sorted.length; from++) {
      int to = from;
      while (to < sorted.length && sorted[to] - sorted[from] <= 60) {
        to++;
      }
      if (to - from > bestCount) {
        bestFrom = from;
        bestCount = to - from;
      }
    }
    return bestCount < 3 || bestCount * 2 < sorted.length ? -1 : sorted[bestFrom + bestCount / 2];
  }

  ReceptionStats stats() {
    return stats;
  }

  short[] heard() {
    return Arrays.copyOf(heard, length);
  }

  int sampleRate() {
    return decoder.sampleRate();
  }
}
