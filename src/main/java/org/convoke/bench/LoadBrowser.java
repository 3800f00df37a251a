package org.convoke.bench;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Random;
import org.convoke.dtls.DtlsClient;
import org.convoke.dtls.DtlsKeys;
import org.convoke.rtp.ReceptionStats;
import org.convoke.rtp.Rtcp;
import org.convoke.rtp.RtpPacket;

/**
 * One synthetic browser's media: where it stands in connecting, what it sends and what it receives.
 * Owned by the load's thread once it has begun.
 */
final class LoadBrowser {
  /** 127.1.0.1 and following: each has an address of its own. */
  private static final int FIRST_IP = 0x7F010001;

  private static final int CLOCK_RATE = 48_000;
  private static final int FRAME_TICKS = 960;
  private static final int EXTENSION_BYTES = 8;

  /** A join tone or a prompt is over sooner. */
  private static final int FRAMES_OF_A_TONE = 5;

  private static final long FRAME_NS = 20_000_000L;

  /** How Chromium checks: often until it is answered, then now and then. */
  private static final long CHECK_NS = 50_000_000L;

  private static final long CONSENT_NS = 2_500_000_000L;
  private static final long REPORT_NS = 5_000_000_000L;

  /** Where it stands. */
  enum Stage {
    CHECKING,
    SHAKING,
    FLOWING,
    FAILED
  }

  final int index;
  final int room;

  /** Which talker of its room, or -1. */
  final int talker;

  /** Whether it sends at all, be it quiet. */
  final boolean sends;

  final int ssrc;
  final String ufrag;
  final String password;
  final Reception reception = new Reception(CLOCK_RATE);
  private final ReceptionStats stats = new ReceptionStats(CLOCK_RATE);
  private final Rtcp rtcp;
  private final Random random;

  BrowserSdp.Answer answer;
  DtlsClient session;
  Stage stage;
  private ControllingIce ice;
  private BrowserSrtp srtp;
  private long nextCheckNs;
  private long nextReportNs;
  private int sequence;
  private long timestamp;
  private long frame;
  private boolean first = true;
  private long packets;
  private long octets;
  private int remoteSsrc;
  private long firstPacketNs;
  private int inARow;
  private long joinedNs;
  private long refused;

  LoadBrowser(int index, int room, int talker, boolean sends, Random random) {
    this.index = index;
    this.room = room;
    this.talker = talker;
    this.sends = sends || talker >= 0;
    this.random = random;
    ssrc = random.nextInt();
    ufrag = text(random, 4);
    password = text(random, 24);
    sequence = random.nextInt(1 << 15);
    timestamp = random.nextInt(1 << 30);
    rtcp = new Rtcp(ssrc, "bench");
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  /** The address it has on this machine. */
  int ip() {
    return FIRST_IP + index;
  }

  /** Whose address this is, or a number that nobody has. */
  static int indexOf(int ip) {
    return ip - FIRST_IP;
  }

  /** The answer came: it begins to check. */
  void begin(BrowserSdp.Answer given, long nowNs) {
    answer = given;
    ice = new ControllingIce(ufrag, password, given.ufrag(), given.password(), random);
    stage = Stage.CHECKING;
    nextCheckNs = nowNs;
  }

  /** The handshake is done. */
  void secured(DtlsKeys keys, long nowNs) throws GeneralSecurityException {
    srtp = new BrowserSrtp(keys, ssrc);
    stage = Stage.FLOWING;
    nextReportNs = nowNs + random.nextLong(REPORT_NS);
  }

  boolean checkDue(long nowNs) {
    return nowNs - nextCheckNs >= 0;
  }

  /** Writes a check, and puts the next off. */
  void check(BrowserSrtp.Packet into, long nowNs) {
    nextCheckNs = nowNs + (stage == Stage.CHECKING ? CHECK_NS : CONSENT_NS);
    into.length = ice.check(into.bytes);
  }

  /** Whether this is the answer to its check. */
  boolean checked(byte[] datagram, int length) {
    return ice.answers(datagram, length);
  }

  /** Answers the bridge's check; the length is 0 when it was none. */
  void answer(byte[] datagram, int length, BrowserSrtp.Packet into, int ip, int port) {
    into.length = ice.answer(datagram, length, into.bytes, ip, port);
  }

  boolean reportDue(long nowNs) {
    return stage == Stage.FLOWING && nowNs - nextReportNs >= 0;
  }

  /** Writes a report on what was received; false when there is nothing to say. */
  boolean report(BrowserSrtp.Packet into, long nowNs) {
    nextReportNs = nowNs + REPORT_NS;
    into.length =
        rtcp.write(into.bytes, 0, timestamp, packets, octets, stats, remoteSsrc, false, nowNs);
    return srtp.protectRtcp(into);
  }

  /** A report of the bridge's came. */
  void reported(BrowserSrtp.Packet packet, long nowNs) {
    if (srtp.unprotectRtcp(packet)) {
      rtcp.parse(packet.bytes, 0, packet.length, nowNs);
    } else {
      refused++;
    }
  }

  /** Whether the frame that is due begins a burst that is timed. */
  boolean burstBegins() {
    return talker == 0 && frame % OpusVoices.FRAMES == 0;
  }

  /** Writes the frame that is due. */
  boolean write(BrowserSrtp.Packet into, OpusVoices voices) {
    byte[] payload = voices.frame(talker, frame);
    byte[] out = into.bytes;
    RtpPacket.writeHeader(out, 0, first, BrowserSdp.OPUS, sequence, timestamp & 0xFFFFFFFFL, ssrc);
    out[0] |= 0x10;
    ByteBuffer extension = ByteBuffer.wrap(out, RtpPacket.HEADER_BYTES, EXTENSION_BYTES);
    extension.putShort((short) 0xBEDE).putShort((short) 1);
    extension.put((byte) (BrowserSdp.LEVEL_EXTENSION << 4)).put(OpusVoices.level(talker, frame));
    extension.putShort((short) 0);
    int header = RtpPacket.HEADER_BYTES + EXTENSION_BYTES;
    System.arraycopy(payload, 0, out, header, payload.length);
    into.length = header + payload.length;
    sequence = sequence + 1 & 0xFFFF;
    timestamp += FRAME_TICKS;
    frame++;
    first = false;
    packets++;
    octets += payload.length;
    return srtp.protect(into);
  }

  /** Decrypts a packet of sound; false when it is not authentic. */
  boolean open(BrowserSrtp.Packet packet, long arrivalNs) {
    int sequenceOfIt = RtpPacket.sequence(packet.bytes, 0);
    if (srtp == null || !srtp.unprotect(packet)) {
      refused++;
      return false;
    }
    remoteSsrc = RtpPacket.ssrc(packet.bytes, 0);
    stats.received(sequenceOfIt, RtpPacket.timestamp(packet.bytes, 0), arrivalNs);
    if (firstPacketNs == 0) {
      firstPacketNs = arrivalNs;
    }
    return true;
  }

  /**
   * A frame came.
   *
   * @param heard bit k: talker k
   * @param talkers in the room: with two and more the second's steady tone is waited for
   */
  void hears(int heard, int talkers, long arrivalNs) {
    if (joinedNs != 0) {
      return;
    }
    int wanted = talkers > 1 ? FRAMES_OF_A_TONE : talkers;
    boolean sound = (heard & (talkers > 1 ? 2 : 1)) != 0;
    inARow = sound ? inARow + 1 : 0;
    if (inARow >= wanted) {
      joinedNs = arrivalNs - Math.max(0, wanted - 1) * FRAME_NS;
    }
  }

  /** When the room was first heard, or 0. */
  long joinedNs() {
    return joinedNs;
  }

  /** When the first packet of sound came, or 0. */
  long firstPacketNs() {
    return firstPacketNs;
  }

  /** Packets that were not authentic, or came before the keys. */
  long refused() {
    return refused;
  }
}
