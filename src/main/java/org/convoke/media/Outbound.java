package org.convoke.media;

import java.util.Random;
import org.convoke.audio.Codec;
import org.convoke.rtp.RtpPacket;
import org.convoke.rtp.TelephoneEventSender;

/**
 * A leg's way out: packs encoded frames into packets of the length that the peer wants, and writes,
 * protects and sends them. All of its packets leave by the loop's one buffer.
 */
final class Outbound {
  /** G.711 and G.722: 64 kbit/s. */
  private static final int BYTES_PER_MS = 8;

  private static final int MAX_PTIME_MS = 60;

  private final PacketSocket socket;
  private final PeerGuard guard;
  private final Random random;
  private final byte[] assembly = new byte[(MAX_PTIME_MS + 20) * BYTES_PER_MS];
  private int assembled;

  private int ssrc;
  private int sequence;
  private long timestamp;
  private boolean marker = true;
  private int payloadType;
  private int clockRate;
  private boolean enabled;

  /** Bytes of a packet, or 0 to send each frame as it comes. */
  private int packetBytes;

  private Srtp srtp;
  private long packetsSent;
  private long octetsSent;
  private long streamPackets;
  private long sendFailures;

  Outbound(PacketSocket socket, PeerGuard guard, Random random) {
    this.socket = socket;
    this.guard = guard;
    this.random = random;
    this.ssrc = random.nextInt();
    this.sequence = random.nextInt(0x8000);
    this.timestamp = random.nextInt() & 0xFFFFFFFFL;
  }

  /**
   * What negotiation decided. Another clock needs another SSRC (RFC 7160); true says it has one.
   */
  boolean configure(LegSettings settings) {
    boolean otherClock = clockRate != 0 && clockRate != settings.codec().clockRate();
    if (otherClock) {
      ssrc = random.nextInt();
      streamPackets = 0;
      octetsSent = 0;
    }
    clockRate = settings.codec().clockRate();
    if (payloadType != settings.payloadType() || !enabled) {
      marker = true;
    }
    payloadType = settings.payloadType();
    enabled = settings.sending();
    int ptimeMs = settings.ptimeMs();
    boolean other =
        settings.codec() != Codec.OPUS && ptimeMs != 20 && ptimeMs >= 10 && ptimeMs <= MAX_PTIME_MS;
    packetBytes = other ? ptimeMs * BYTES_PER_MS : 0;
    assembled = 0;
    return otherClock;
  }

  /** The keys of our SSRC, or null for none. */
  void srtp(Srtp newSrtp) {
    srtp = newSrtp;
  }

  int ssrc() {
    return ssrc;
  }

  /** Whether the peer wants to hear and can be reached: else frames need not be made. */
  boolean wanted() {
    return enabled && guard.reachable();
  }

  /** The RTP timestamp of the next frame. */
  long timestamp() {
    return timestamp;
  }

  /** So many frames are not sent: time goes on. */
  void skip(long frames) {
    timestamp += frames * (clockRate / 50);
    if (frames > 0) {
      marker = true;
    }
  }

  /** What waits for the rest of its packet is given up: something else comes in between. */
  void flush() {
    timestamp += assembled;
    assembled = 0;
  }

  /** Sends the next packet of the key that is down, in the stream of sound (RFC 4733 §2.5.1). */
  void event(TelephoneEventSender key, Datagram out) {
    out.length = key.write(out.bytes, 0, sequence, ssrc);
    sequence = sequence + 1 & 0xFFFF;
    dispatch(out, out.length - RtpPacket.HEADER_BYTES);
  }

  /** Sends 20 ms of encoded sound, or keeps it until a packet is full. */
  void frame(byte[] payload, int length, Datagram out) {
    if (packetBytes == 0) {
      send(payload, length, clockRate / 50, out);
      return;
    }
    int taken = Math.min(length, assembly.length - assembled);
    System.arraycopy(payload, 0, assembly, assembled, taken);
    assembled += taken;
    while (assembled >= packetBytes) {
      send(assembly, packetBytes, packetBytes, out);
      assembled -= packetBytes;
      System.arraycopy(assembly, packetBytes, assembly, 0, assembled);
    }
  }

  private void send(byte[] payload, int length, int ticks, Datagram out) {
    RtpPacket.writeHeader(out.bytes, 0, marker, payloadType, sequence, timestamp, ssrc);
    System.arraycopy(payload, 0, out.bytes, RtpPacket.HEADER_BYTES, length);
    out.length = RtpPacket.HEADER_BYTES + length;
    sequence = sequence + 1 & 0xFFFF;
    timestamp += ticks;
    marker = false;
    dispatch(out, length);
  }

  private void dispatch(Datagram out, int length) {
    if (srtp != null && !srtp.protect(out)) {
      sendFailures++;
      return;
    }
    if (socket.send(out, guard.target())) {
      packetsSent++;
      streamPackets++;
      octetsSent += length;
    } else {
      sendFailures++;
    }
  }

  /** Packets of the whole call. */
  long packetsSent() {
    return packetsSent;
  }

  /** Packets and payload bytes of the present SSRC, for sender reports. */
  long streamPackets() {
    return streamPackets;
  }

  long streamOctets() {
    return octetsSent;
  }

  /** What the kernel or SRTP did not take. */
  long sendFailures() {
    return sendFailures;
  }
}
